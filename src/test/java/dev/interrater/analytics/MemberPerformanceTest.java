package dev.interrater.analytics;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of what members and models have done in a project. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MemberPerformanceTest extends LabelledProject {
    private static final String PARTICIPANTS = "stats/member_performance_participants/";
    private static final String ROWS = "stats/member_performance_rows/";
    private static final String SUMMARY = "stats/member_performance_summary/";

    private final User ada = named("Ada", "Byron", "");
    private final User bob = named("Bob", "", "avatars/bob.png");
    private final User eve = organization.member();

    /** Ada has submitted two and skipped one, Bob has submitted one, Eve none; a model has predicted both tasks. */
    MemberPerformanceTest() {
        int first = labelling.task();
        int second = labelling.task();
        annotation(first, ada, "lead_time = 10, updated_at = '2026-03-01'");
        annotation(second, ada, "lead_time = 20, updated_at = '2026-03-02'");
        annotation(second, ada, "was_cancelled = true, lead_time = 99, updated_at = '2026-03-03 12:00:00.5+00'");
        annotation(first, bob, "lead_time = 30, updated_at = '2026-02-01'");
        prediction(first, "v1", "2026-01-01");
        prediction(second, "v1", "2026-01-02 00:00:00+00");
        prediction(second, "v2", "2025-01-02");
    }

    private User named(String first, String last, String avatar) {
        User user = organization.member();
        sql.run(
                "UPDATE htx_user SET username = lower(?), first_name = ?, last_name = ?, avatar = ? WHERE id = ?",
                first,
                first,
                last,
                avatar,
                user.id());
        return user;
    }

    @Test
    void participants_are_the_people_who_have_annotated_something() {
        get(PARTICIPANTS)
                .statusCode(200)
                .body("id", contains(ada.id(), bob.id()))
                .body("username", contains("ada", "bob"))
                .body("email", contains(ada.email(), bob.email()))
                .body("first_name", contains("Ada", "Bob"))
                .body("last_name", contains("Byron", ""))
                .body("avatar", contains(null, "/data/avatars/bob.png"));
        get(PARTICIPANTS + "?table=reviews").statusCode(200).body("$", empty());
    }

    @Test
    void a_user_whom_label_studio_has_deleted_is_not_shown() {
        sql.run("UPDATE htx_user SET is_deleted = true WHERE id = ?", ada.id());

        get(PARTICIPANTS).body("id", contains(bob.id()));
        get(ROWS).body("results.id", contains(bob.id(), "model:v1", "model:v2"));
    }

    @Test
    void a_row_says_what_a_member_or_a_model_has_done() {
        get(ROWS)
                .statusCode(200)
                .body("count", equalTo(4))
                .body("page", equalTo(1))
                .body("page_size", equalTo(50))
                .body("results.id", contains(ada.id(), bob.id(), "model:v1", "model:v2"))
                .body("results.username", contains("ada", "bob", "v1", "v2"))
                .body("results.finished", contains(2, 1, 2, 1))
                .body("results.skipped", contains(1, 0, null, null))
                .body("results.sum_lead_time", contains(30f, 30f, null, null))
                .body("results.mean_time", contains(15f, 30f, null, null))
                .body("results.median_time", contains(15f, 30f, null, null))
                .body("results[0].last_active", equalTo("2026-03-03T12:00:00.500000Z"))
                .body("results[2].last_active", equalTo("2026-01-02T00:00:00Z"));
    }

    @Test
    void what_only_reviews_could_tell_is_null() {
        for (String column : List.of(
                "reviewed", "accepted", "fixed_and_accepted", "rejected", "review_score", "performance_score")) {
            get(ROWS).body("results", everyItem(hasKey(column))).body("results." + column, everyItem(nullValue()));
        }
        get(ROWS + "?table=reviews").statusCode(200).body("count", equalTo(0)).body("results", empty());
        get(ROWS + "?table=reviews&ids=" + ada.id())
                .statusCode(200)
                .body("results.id", contains(ada.id()))
                .body("results.reviewed", contains(nullValue()))
                .body("results.finished", contains(nullValue()));
    }

    @Test
    void who_is_named_has_a_row_if_they_are_a_member_or_have_taken_part() {
        User stranger = Organization.create().owner();
        User gone = organization.member();
        sql.run(
                "UPDATE organizations_organizationmember SET deleted_at = now() WHERE user_id IN (?, ?)",
                gone.id(),
                ada.id());

        get(ROWS + "?ids=" + eve.id() + "," + stranger.id() + "," + gone.id() + "," + ada.id() + ",model:v2,model:v9,0")
                .statusCode(200)
                .body("results.id", contains(ada.id(), eve.id(), "model:v2"))
                .body("results.finished", contains(2, 0, 1))
                .body("results[1].last_active", nullValue());
        get(ROWS + "?ids=model:v1").body("results.id", contains("model:v1"));
    }

    @Test
    void rows_are_sorted_by_any_column_and_those_without_a_value_come_last() {
        get(ROWS + "?ordering=-finished").body("results.id", contains(ada.id(), "model:v1", bob.id(), "model:v2"));
        get(ROWS + "?ordering=skipped").body("results.id", contains(bob.id(), ada.id(), "model:v1", "model:v2"));
        get(ROWS + "?ordering=-skipped").body("results.id", contains(ada.id(), bob.id(), "model:v1", "model:v2"));
        get(ROWS + "?ordering=-id").body("results.id", contains("model:v2", "model:v1", bob.id(), ada.id()));
        get(ROWS + "?ordering=last_active").body("results.id", contains("model:v2", "model:v1", bob.id(), ada.id()));
        for (MemberColumn column : MemberColumn.values()) {
            get(ROWS + "?ordering=-" + column).statusCode(200).body("count", equalTo(4));
        }
    }

    @Test
    void rows_come_in_pages() {
        get(ROWS + "?page_size=3")
                .body("count", equalTo(4))
                .body("page_size", equalTo(3))
                .body("results", hasSize(3));
        get(ROWS + "?page_size=3&page=2").body("page", equalTo(2)).body("results.id", contains("model:v2"));
        get(ROWS + "?page_size=2&page=2").body("results", hasSize(2));
        for (String page : List.of("3", "9223372036854775807")) {
            get(ROWS + "?page_size=2&page=" + page).statusCode(404).body("detail", equalTo("Invalid page."));
        }
        get(ROWS + "?ids=0").statusCode(200).body("count", equalTo(0));
        get(ROWS + "?ids=0&page=2").statusCode(404);
    }

    @Test
    void a_summary_has_sums_and_averages_of_the_rows() {
        get(SUMMARY)
                .statusCode(200)
                .body("summary.sum_finished", equalTo(6))
                .body("summary.sum_skipped", equalTo(1))
                .body("summary.sum_lead_time", equalTo(60f))
                .body("summary.avg_mean_time", equalTo(22.5f))
                .body("summary.avg_median_time", equalTo(22.5f))
                .body("summary.sum_accepted", nullValue())
                .body("summary.count_paused", equalTo(0));
        get(SUMMARY + "?ids=" + bob.id()).body("summary.sum_finished", equalTo(1));
        get(SUMMARY + "?table=reviews").statusCode(200).body("summary.sum_finished", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "member_performance_participants/?table=all | table",
                "member_performance_rows/?table=all         | table",
                "member_performance_summary/?table=         | table",
                "member_performance_rows/?ids=a             | ids",
                "member_performance_rows/?ids=model:        | ids",
                "member_performance_rows/?ids=1,,2          | ids",
                "member_performance_rows/?ids=%00           | ids",
                "member_performance_rows/?table=reviews&ids=model:v1 | ids",
                "member_performance_rows/?ordering=paid     | ordering",
                "member_performance_rows/?ordering=         | ordering",
                "member_performance_rows/?ordering=--id     | ordering",
                "member_performance_rows/?page=0            | page",
                "member_performance_rows/?page=x            | page",
                "member_performance_rows/?page_size=0       | page_size",
                "member_performance_rows/?page_size=101     | page_size"
            })
    void what_makes_no_sense_is_refused_by_name(String of, String parameter) {
        get("stats/" + of).statusCode(400).body("validation_errors", hasKey(parameter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                  | application/json",
                "application/json, text/csv           | application/json",
                "text/csv                             | text/csv",
                "text/csv, application/json;q=0.9     | text/csv",
                "text/csv;q=0.9, application/json     | application/json",
                "text/*                               | text/csv",
                "text/html, text/csv;q=0.1            | text/csv"
            })
    void what_a_client_likes_best_it_gets(String accept, String type) {
        Api.as(organization.owner())
                .accept(accept)
                .get(path(ROWS))
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith(type))
                .header("Vary", "Accept");
    }

    @Test
    void a_csv_has_all_rows_and_is_safe_in_a_spreadsheet() {
        sql.run(
                "UPDATE htx_user SET first_name = '=cmd|''/c calc''!A1', last_name = 'a \"b\", c' WHERE id = ?",
                ada.id());

        String csv = Api.as(organization.owner())
                .accept("text/csv")
                .get(path(ROWS + "?page_size=1"))
                .then()
                .statusCode(200)
                .extract()
                .asString();

        List<String> lines = List.of(csv.split("\r\n"));
        assertEquals(String.join(",", MemberColumn.names()), lines.get(0));
        assertEquals(
                ada.id() + ",ada," + ada.email()
                        + ",'=cmd|'/c calc'!A1,\"a \"\"b\"\", c\",,2,1,,,,,,,30.0,15.0,15.0,,,2026-03-03T12:00:00.500000Z",
                lines.get(1));
        assertEquals("model:v1,v1,,,,,2,,,,,,,,,,,,,2026-01-02T00:00:00Z", lines.get(3));
        assertEquals(5, lines.size());
    }
}
