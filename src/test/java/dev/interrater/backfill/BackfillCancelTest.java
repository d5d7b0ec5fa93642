package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.JobTransitions;
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
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class BackfillCancelTest {
    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        JobTransitions.record();
        organization = Organization.create();
    }

    private ValidatableResponse cancel(String query) {
        return Api.as(organization.owner()).delete(BACKFILL + query).then();
    }

    private void cancelled(String query, int count) {
        cancel(query)
                .statusCode(200)
                .body("keySet()", containsInAnyOrder("cancelled_count", "message"))
                .body("cancelled_count", equalTo(count))
                .body("message", equalTo("Backfill jobs cancelled: " + count + "."));
    }

    private ValidatableResponse job(long id) {
        return Api.as(organization.owner()).get(STATUS + "?job_id=" + id).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "QUEUED", "RUNNING"})
    void a_job_in_flight_fails_and_keeps_its_progress(String status) {
        Map<String, String> progress = status.equals("RUNNING") ? Map.of("tasks_processed", "7") : Map.of();
        long job = organization.job(organization.project(), status, progress);
        long other = organization.job(organization.project(), "QUEUED");

        cancelled("?job_id=" + job, 1);

        job(job).body("status", equalTo("FAILED"))
                .body(
                        "error_message",
                        equalTo("Cancelled by " + organization.owner().email()))
                .body("completed_at", notNullValue())
                .body("progress_data.tasks_processed", equalTo(status.equals("RUNNING") ? 7 : null));
        job(other).body("status", equalTo("QUEUED"));
        JobStates.assertLegal(organization);
        cancelled("?job_id=" + job, 0);
    }

    @Test
    void a_project_means_its_job_in_flight() {
        int project = organization.project();
        long ended = organization.job(project, "COMPLETED");
        long job = organization.job(project, "RUNNING");
        organization.job(organization.project(), "QUEUED");

        cancelled("?project_id=" + project, 1);
        cancelled("?project_id=" + project, 0);

        job(job).body("status", equalTo("FAILED"));
        job(ended).body("status", equalTo("COMPLETED"));
        cancelled("?project_id=" + organization.project(), 0);
    }

    @Test
    void neither_means_everything_in_flight_in_the_organization() {
        for (String status : List.of("PENDING", "QUEUED", "RUNNING", "COMPLETED", "FAILED")) {
            organization.job(organization.project(), status);
        }
        organization.job(null, "QUEUED");
        Organization other = Organization.create();
        other.job(other.project(), "QUEUED");

        cancelled("", 4);
        cancelled("", 0);

        assertEquals(
                List.of("QUEUED"),
                sql.column("SELECT status FROM agreement.backfill_job WHERE organization_id = ?", other.id()));
    }

    @Test
    void a_job_and_a_project_must_belong_together() {
        int project = organization.project();
        long job = organization.job(project, "QUEUED");
        String others = "?job_id=" + job + "&project_id=" + organization.project();

        cancel(others).statusCode(404);
        job(job).body("status", equalTo("QUEUED"));
        cancelled("?job_id=" + job + "&project_id=" + project, 1);
    }

    @Test
    void what_the_organization_does_not_have_is_not_found_and_looks_the_same() {
        Organization other = Organization.create();
        int foreign = other.project();
        long job = other.job(foreign, "QUEUED");
        int deleted = organization.project();
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", deleted);
        long mine = organization.job(organization.project(), "QUEUED");

        String missing = withoutId("?job_id=" + Integer.MAX_VALUE);
        for (String query : List.of(
                "?job_id=" + job,
                "?project_id=" + foreign,
                "?job_id=" + job + "&project_id=" + foreign,
                "?project_id=" + deleted,
                "?project_id=" + Integer.MAX_VALUE,
                "?job_id=" + (mine + (1L << 32)),
                "?project_id=" + (foreign + (1L << 32)),
                "?job_id=" + Long.MIN_VALUE)) {
            assertEquals(missing, withoutId(query), query);
        }
        assertEquals("QUEUED", sql.<String>value("SELECT status FROM agreement.backfill_job WHERE id = ?", job));
    }

    private String withoutId(String query) {
        return cancel(query).statusCode(404).extract().asString().replaceFirst("\"id\":\"[^\"]*\"", "");
    }

    @Test
    void a_job_of_a_deleted_project_can_be_cancelled_by_its_id() {
        int project = organization.project();
        long job = organization.job(project, "QUEUED");
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", project);

        cancelled("?job_id=" + job, 1);
    }

    @Test
    void wrong_parameters_cancel_nothing() {
        long job = organization.job(organization.project(), "QUEUED");

        cancel("?job_id=x&project_id=")
                .statusCode(400)
                .body("validation_errors.keySet()", containsInAnyOrder("job_id", "project_id"));
        cancel("?job_id=" + job + "&job_id=" + job).statusCode(400);

        job(job).body("status", equalTo("QUEUED"));
    }

    @Test
    void agreement_v2_off_is_a_plain_400() {
        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, agreement_v2) VALUES (?, false)",
                organization.id());

        cancel("?job_id=x")
                .statusCode(400)
                .body("detail", equalTo("Agreement V2 is switched off for this organization."))
                .body("containsKey('validation_errors')", equalTo(false));
    }
}
