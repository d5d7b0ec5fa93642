package dev.interrater.backfill;

import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class BackfillStatusTest {
    private static final long TWO_TO_32 = 1L << 32;

    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    private ValidatableResponse ask(String query) {
        return Api.as(organization.owner()).get(STATUS + query).then();
    }

    private static void notFound(ValidatableResponse answer) {
        answer.statusCode(404).body("detail", equalTo("No backfill job found or organization not found"));
    }

    @Test
    void a_job_is_shown_with_all_ten_keys_by_its_id_and_by_its_project() {
        int project = organization.project();
        long job = organization.job(
                project,
                "COMPLETED",
                Map.of(
                        "created_at", "'2026-08-21 18:04:06.123456+00'",
                        "started_at", "'2026-08-21 18:04:07+00'",
                        "completed_at", "'2026-08-21 20:04:08.5+02'",
                        "rq_job_id", "'0a1b2c3d-0000-4000-8000-00000000000f'",
                        "tasks_total", "5",
                        "tasks_processed", "4",
                        "tasks_skipped", "3",
                        "matrices_created", "2",
                        "errors", "1",
                        "last_error", "'task 7: a polygon needs three points'"));

        for (String query : List.of("?job_id=" + job, "?project_id=" + project)) {
            ask(query)
                    .statusCode(200)
                    .body(
                            "keySet()",
                            containsInAnyOrder(
                                    "created_at",
                                    "job_id",
                                    "project_id",
                                    "rq_job_id",
                                    "triggered_by",
                                    "completed_at",
                                    "error_message",
                                    "progress_data",
                                    "started_at",
                                    "status"))
                    .body("created_at", equalTo("2026-08-21T18:04:06.123456Z"))
                    .body("started_at", equalTo("2026-08-21T18:04:07Z"))
                    .body("completed_at", equalTo("2026-08-21T18:04:08.500000Z"))
                    .body("job_id", equalTo((int) job))
                    .body("project_id", equalTo(project))
                    .body("rq_job_id", equalTo("0a1b2c3d-0000-4000-8000-00000000000f"))
                    .body("triggered_by", equalTo(organization.owner().email()))
                    .body("error_message", equalTo(""))
                    .body("status", equalTo("COMPLETED"))
                    .body(
                            "progress_data",
                            equalTo(Map.of(
                                    "tasks_total", 5,
                                    "tasks_processed", 4,
                                    "tasks_skipped", 3,
                                    "matrices_created", 2,
                                    "errors", 1,
                                    "last_error", "task 7: a polygon needs three points")));
        }
    }

    @Test
    void a_job_that_has_not_begun_has_empty_progress_and_nulls() {
        long job = organization.job(organization.project(), "PENDING");

        ask("?job_id=" + job)
                .statusCode(200)
                .body("progress_data", anEmptyMap())
                .body("rq_job_id", nullValue())
                .body("started_at", nullValue())
                .body("completed_at", nullValue())
                .body("error_message", equalTo(""))
                .body("keySet().size()", equalTo(10));
    }

    @Test
    void a_job_without_a_project_has_a_null_project_id() {
        long job = organization.job(null, "QUEUED");

        ask("?job_id=" + job).statusCode(200).body("project_id", nullValue());
    }

    @Test
    void a_job_without_errors_has_no_last_error() {
        long job = organization.job(organization.project(), "RUNNING");

        ask("?job_id=" + job).statusCode(200).body("progress_data", aMapWithSize(5));
    }

    @Test
    void a_project_is_answered_with_its_newest_job() {
        int project = organization.project();
        organization.job(project, "COMPLETED", Map.of("created_at", "now() + interval '1 day'"));
        organization.job(project, "FAILED");
        long newest = organization.job(project, "QUEUED");
        organization.job(organization.project(), "QUEUED");

        ask("?project_id=" + project).statusCode(200).body("job_id", equalTo((int) newest));
    }

    @Test
    void a_job_and_a_project_are_answered_when_they_belong_together() {
        int project = organization.project();
        long older = organization.job(project, "COMPLETED");
        organization.job(project, "QUEUED");

        ask("?job_id=" + older + "&project_id=" + project).statusCode(200).body("job_id", equalTo((int) older));
        notFound(ask("?job_id=" + older + "&project_id=" + organization.project()));
    }

    @Test
    void what_is_not_there_is_not_found() {
        notFound(ask(""));
        notFound(ask("?job_id=" + Integer.MAX_VALUE));
        notFound(ask("?job_id=" + Long.MIN_VALUE));
        notFound(ask("?project_id=" + Integer.MAX_VALUE));
        notFound(ask("?project_id=" + organization.project()));
    }

    @Test
    void numbers_are_not_cut_to_32_bits() {
        int project = organization.project();
        long job = organization.job(project, "COMPLETED");

        notFound(ask("?job_id=" + (TWO_TO_32 + job)));
        notFound(ask("?project_id=" + (TWO_TO_32 + project)));
        notFound(ask("?project_id=" + (project - TWO_TO_32)));
        notFound(ask("?job_id=" + job + "&project_id=" + (TWO_TO_32 + project)));
    }

    @Test
    void another_organizations_jobs_look_like_missing_ones() {
        Organization other = Organization.create();
        int project = other.project();
        long job = other.job(project, "COMPLETED");

        String missing = withoutId(ask("?job_id=" + Integer.MAX_VALUE));
        assertEquals(missing, withoutId(ask("?job_id=" + job)));
        assertEquals(missing, withoutId(ask("?project_id=" + project)));
        assertEquals(missing, withoutId(ask("?job_id=" + job + "&project_id=" + project)));
    }

    private static String withoutId(ValidatableResponse answer) {
        return answer.statusCode(404).extract().asString().replaceFirst("\"id\":\"[^\"]*\"", "");
    }

    @Test
    void a_deleted_project_is_absent_and_its_job_is_still_known_by_its_id() {
        int project = organization.project();
        long job = organization.job(project, "COMPLETED");
        Sql.main().run("UPDATE project SET deleted_at = now() WHERE id = ?", project);

        notFound(ask("?project_id=" + project));
        notFound(ask("?job_id=" + job + "&project_id=" + project));
        ask("?job_id=" + job).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.0", " 1", "0x1", "1e3", "--1", "٣", "1,2", "null", "1;2", "１"})
    void what_is_not_an_integer_is_refused_by_name(String value) {
        for (String parameter : new String[] {"job_id", "project_id"}) {
            Api.as(organization.owner())
                    .queryParam(parameter, value)
                    .get(STATUS)
                    .then()
                    .statusCode(400)
                    .body("detail", equalTo("Validation error"))
                    .body(
                            "validation_errors",
                            equalTo(Map.of(parameter, java.util.List.of("A valid integer is required."))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "job_id=9223372036854775808, This integer is out of the 64-bit range.",
        "job_id=-9223372036854775809, This integer is out of the 64-bit range.",
        "job_id=1&job_id=1, This parameter may be given only once.",
        "job_id, A valid integer is required."
    })
    void an_integer_out_of_range_or_given_twice_is_refused(String query, String sentence) {
        ask("?" + query).statusCode(400).body("validation_errors.job_id[0]", equalTo(sentence));
    }

    @Test
    void every_wrong_parameter_is_named_at_once() {
        ask("?job_id=x&project_id=")
                .statusCode(400)
                .body("validation_errors.keySet()", containsInAnyOrder("job_id", "project_id"));
    }

    @Test
    void integers_may_have_signs_and_leading_zeros_and_other_parameters_are_ignored() {
        long job = organization.job(organization.project(), "QUEUED");

        ask("?job_id=00000000000000000000000" + job + "&organization_id=1&x").statusCode(200);
        Api.as(organization.owner())
                .queryParam("job_id", "+" + job)
                .get(STATUS)
                .then()
                .statusCode(200);
    }

    @Test
    void the_trailing_slash_makes_no_difference_and_never_a_redirect() {
        long job = organization.job(organization.project(), "QUEUED");

        String query = "?job_id=" + job;
        assertEquals(
                ask(query).statusCode(200).extract().asString(),
                Api.as(organization.owner())
                        .redirects()
                        .follow(false)
                        .get(STATUS.substring(0, STATUS.length() - 1) + query)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void odd_unicode_survives() {
        String reason = "naïve 標 \uD83D\uDE00 \" \\ \u0001 </script> \u202E";
        long job = organization.job(
                organization.project(), "FAILED", Map.of("error_message", "E'" + reason.replace("\\", "\\\\") + "'"));

        ask("?job_id=" + job).statusCode(200).body("error_message", equalTo(reason));
    }
}
