package dev.interrater.backfill;

import static dev.interrater.testing.Api.JOBS;
import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class BackfillJobsTest {
    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    private ValidatableResponse list(String query) {
        return Api.as(organization.owner())
                .urlEncodingEnabled(false)
                .get(JOBS + query)
                .then();
    }

    /** Adds so many COMPLETED jobs. */
    private void completed(int jobs) {
        sql.run("""
                INSERT INTO agreement.backfill_job
                       (organization_id, project_id, status, rq_job_id, triggered_by, started_at, completed_at)
                SELECT ?, ?, 'COMPLETED', gen_random_uuid(), 'x', now(), now() FROM generate_series(1, ?)
                """, organization.id(), organization.project(), jobs);
    }

    private List<Integer> ids() {
        return sql
                .<Long>column(
                        "SELECT id FROM agreement.backfill_job WHERE organization_id = ? ORDER BY id DESC",
                        organization.id())
                .stream()
                .map(Long::intValue)
                .toList();
    }

    private static void invalid(ValidatableResponse answer) {
        answer.statusCode(404).body("detail", equalTo("Invalid page."));
    }

    @Test
    void jobs_are_listed_newest_first_as_the_status_shows_them() {
        long older = organization.job(organization.project(), "COMPLETED", Map.of("tasks_total", "3"));
        organization.job(null, "PENDING");
        Organization other = Organization.create();
        other.job(other.project(), "QUEUED");

        ValidatableResponse answer = list("").statusCode(200)
                .body("job_id", equalTo(ids()))
                .header("X-Total-Count", equalTo("2"))
                .header("Link", nullValue());

        Map<String, Object> status =
                Api.as(organization.owner()).get(STATUS + "?job_id=" + older).path("$");
        assertEquals(status, answer.extract().path("[1]"));
    }

    @Test
    void an_empty_list_has_one_page() {
        list("").statusCode(200).body("$", empty()).header("X-Total-Count", equalTo("0"));
        list("?page=1&status=RUNNING").statusCode(200).body("$", empty());
        invalid(list("?page=2"));
    }

    @Test
    void a_status_is_a_filter() {
        for (JobStatus status : JobStatus.values()) {
            organization.job(organization.project(), status.name());
        }
        for (JobStatus status : JobStatus.values()) {
            list("?status=" + status)
                    .statusCode(200)
                    .body("status", equalTo(List.of(status.name())))
                    .header("X-Total-Count", equalTo("1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "queued", "CANCELLED", "QUEUED ", "1", "\u00e9\"", "null"})
    void another_status_is_no_choice(String status) {
        Api.as(organization.owner())
                .queryParam("status", status)
                .get(JOBS)
                .then()
                .statusCode(400)
                .body(
                        "validation_errors",
                        equalTo(Map.of("status", List.of("\"" + status + "\" is not a valid choice."))));
    }

    @Test
    void pages_follow_each_other_by_their_links() {
        completed(7);
        List<Integer> seen = new ArrayList<>();
        String query = "?x=%C3%A9+%3E%26&page_size=3&status=COMPLETED";
        for (int page = 1; page <= 3; page++) {
            ValidatableResponse answer = list(query).statusCode(200).header("X-Total-Count", equalTo("7"));
            seen.addAll(answer.extract().path("job_id"));
            String links = answer.extract().header("Link");
            assertEquals(page > 1, links.contains("rel=\"prev\""), links);
            assertEquals(page < 3, links.contains("rel=\"next\""), links);
            if (page < 3) {
                Matcher next = Pattern.compile("<([^>]*)>; rel=\"next\"").matcher(links);
                assertEquals(true, next.find(), links);
                URI uri = URI.create("https://proxy.example" + JOBS).resolve(next.group(1));
                assertEquals(JOBS, uri.getPath());
                assertEquals("proxy.example", uri.getHost());
                assertEquals(true, uri.getRawQuery().contains("x=%C3%A9+%3E%26"), links);
                query = "?" + uri.getRawQuery();
            }
        }
        assertEquals(ids(), seen);
        String prev = list(query).extract().header("Link");
        assertEquals(true, prev.contains("page=2>; rel=\"prev\""), prev);
    }

    @Test
    void links_have_the_requests_own_path() {
        completed(2);
        String path = JOBS.substring(0, JOBS.length() - 1);
        Api.as(organization.owner())
                .get(path + "?page_size=1")
                .then()
                .statusCode(200)
                .header("Link", equalTo("<" + path + "?page_size=1&page=2>; rel=\"next\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "{", "}", "|", "^", "`", "<>", "\\", "[", "\u00e9"})
    void links_survive_what_no_uri_may_hold(String raw) {
        completed(2);
        RawHttp.Answer answer = RawHttp.send("GET " + JOBS + "?page_size=1&x=" + raw
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Token "
                + organization.owner().token() + "\r\n\r\n");

        assertEquals(200, answer.status(), answer.text());
        Matcher next = Pattern.compile("Link: <([^>]*)>; rel=\"next\"").matcher(answer.text());
        assertEquals(true, next.find(), answer.text());
        assertEquals(JOBS, URI.create(next.group(1)).getPath());
    }

    @Test
    void a_request_without_a_host_has_links_too() {
        completed(2);
        RawHttp.Answer answer = RawHttp.send("GET " + JOBS + "?page_size=1 HTTP/1.0\r\nAuthorization: Token "
                + organization.owner().token() + "\r\n\r\n");

        assertEquals(200, answer.status(), answer.text());
        assertEquals(true, answer.text().contains("<" + JOBS + "?page_size=1&page=2>"), answer.text());
    }

    @Test
    void a_page_holds_fifty_jobs_and_never_more_than_five_hundred() {
        completed(501);

        list("").body("$", hasSize(50));
        list("?page_size=500").body("$", hasSize(500));
        list("?page_size=501").body("$", hasSize(500));
        list("?page_size=9223372036854775807").body("$", hasSize(500));
        list("?page_size=9223372036854775807&page=2").body("$", hasSize(1));
        list("?page=11").statusCode(200).body("$", hasSize(1));
        invalid(list("?page=12"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2",
                "x",
                "",
                "1.0",
                "last",
                "9223372036854775807",
                "9223372036854775808",
                "1&page=1",
                "%D9%A3"
            })
    void other_pages_do_not_exist(String page) {
        organization.job(organization.project(), "QUEUED");

        invalid(list("?page=" + page));
        invalid(list("?page=" + page + "&page_size=500"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "1.5", "9223372036854775808"})
    void another_page_size_is_refused_by_name(String size) {
        list("?page_size=" + size).statusCode(400).body("validation_errors.keySet()", containsInAnyOrder("page_size"));
        list("?status=x&page_size=" + size)
                .statusCode(400)
                .body("validation_errors.keySet()", containsInAnyOrder("page_size", "status"));
    }

    @Test
    void head_is_the_same_without_a_body() {
        completed(51);
        Api.as(organization.owner())
                .head(JOBS)
                .then()
                .statusCode(200)
                .header("X-Total-Count", equalTo("51"))
                .header("Link", equalTo("<" + JOBS + "?page=2>; rel=\"next\""));
    }

    @Test
    void agreement_v2_off_is_a_plain_400() {
        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, agreement_v2) VALUES (?, false)",
                organization.id());

        list("?status=x")
                .statusCode(400)
                .body("detail", equalTo("Agreement V2 is switched off for this organization."));
    }
}
