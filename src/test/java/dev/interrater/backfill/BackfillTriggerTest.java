package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.dimension.Fingerprint;
import dev.interrater.testing.Api;
import dev.interrater.testing.JobTransitions;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class BackfillTriggerTest {
    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        JobTransitions.record();
        organization = Organization.create();
    }

    private ValidatableResponse trigger(Map<String, ?> body) {
        return Api.as(organization.owner())
                .contentType(ContentType.JSON)
                .body(body)
                .post(BACKFILL)
                .then();
    }

    /** A busy machine may not queue thousands in the time that an answer may take. Then nothing is queued, and who asks tries again. */
    private ValidatableResponse triggerThousands(Map<String, ?> body) {
        ValidatableResponse answer = trigger(body);
        for (int tries = 1; tries < 10 && answer.extract().statusCode() == 503; tries++) {
            answer = trigger(body);
        }
        return answer;
    }

    private String status(int project) {
        List<String> status =
                sql.column("SELECT status FROM agreement.backfill_job WHERE project_id = ? AND newest", project);
        return status.isEmpty() ? "none" : status.get(0);
    }

    private static void missing(ValidatableResponse answer) {
        answer.statusCode(404).body("detail", equalTo("No Project matches the given query."));
    }

    @Test
    void a_project_is_queued_and_the_answer_has_all_keys() {
        int project = organization.project();
        organization.project();

        ValidatableResponse answer = trigger(Map.of("project_id", project))
                .statusCode(201)
                .body(
                        "keySet()",
                        containsInAnyOrder(
                                "jobs",
                                "jobs_queued",
                                "message",
                                "organization_id",
                                "projects_remaining",
                                "projects_skipped"))
                .body("jobs", hasSize(1))
                .body("jobs[0].keySet()", containsInAnyOrder("job_id", "rq_job_id", "project_id"))
                .body("jobs[0].rq_job_id", matchesPattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .body("jobs[0].project_id", equalTo(project))
                .body("jobs_queued", equalTo(1))
                .body("message", equalTo("Queued a backfill of project " + project + "."))
                .body("organization_id", equalTo(organization.id()))
                .body("projects_remaining", equalTo(1))
                .body("projects_skipped", equalTo(0));

        Map<String, Object> job = answer.extract().path("jobs[0]");
        Api.as(organization.owner())
                .get(STATUS + "?job_id=" + job.get("job_id"))
                .then()
                .statusCode(200)
                .body("status", equalTo("QUEUED"))
                .body("project_id", equalTo(project))
                .body("rq_job_id", equalTo(job.get("rq_job_id")))
                .body("triggered_by", equalTo(organization.owner().email()));
        assertEquals(
                (long) organization.owner().id(),
                sql.<Long>value("SELECT triggered_by_id FROM agreement.backfill_job WHERE project_id = ?", project));
        assertEquals(Set.of("[*] --> QUEUED"), JobTransitions.of(organization));
    }

    @Test
    void a_project_in_flight_is_refused_with_the_name_of_its_job() {
        for (String status : List.of("PENDING", "QUEUED", "RUNNING")) {
            int project = organization.project();
            long job = organization.job(project, status);

            trigger(Map.of("project_id", project))
                    .statusCode(400)
                    .body(
                            "detail",
                            matchesPattern("Backfill job " + job + " of project " + project + " is in flight.*"))
                    .body("containsKey('validation_errors')", equalTo(false));
        }
    }

    @Test
    void a_project_that_has_ended_is_queued_again() {
        for (String status : List.of("COMPLETED", "FAILED")) {
            int project = organization.project();
            organization.job(project, status);

            trigger(Map.of("project_id", project)).statusCode(201);

            assertEquals("QUEUED", status(project));
        }
    }

    @Test
    void a_project_that_is_missing_deleted_or_foreign_is_not_found() {
        int deleted = organization.project();
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", deleted);
        int foreign = Organization.create().project();
        int mine = organization.project();

        for (long project : List.of((long) deleted, (long) foreign, (long) Integer.MAX_VALUE, -1L, 0L)) {
            missing(trigger(Map.of("project_id", project)));
        }
        // Not cut to 32 bits.
        missing(trigger(Map.of("project_id", mine + (1L << 32))));
        missing(trigger(Map.of("project_id", Long.MAX_VALUE)));
        assertEquals("none", status(mine));
    }

    @Test
    void the_next_projects_are_those_without_a_job_in_ascending_id() {
        int completed = organization.project();
        int first = organization.project();
        int failed = organization.project();
        int second = organization.project();
        int running = organization.project();
        int third = organization.project();
        organization.job(completed, "COMPLETED");
        organization.job(failed, "FAILED");
        organization.job(running, "RUNNING");
        Organization.create().project();

        trigger(Map.of("num_projects", 2))
                .statusCode(201)
                .body("jobs.project_id", equalTo(List.of(first, second)))
                .body("jobs_queued", equalTo(2))
                .body("message", equalTo("Projects queued: 2."))
                .body("projects_remaining", equalTo(1))
                .body("projects_skipped", equalTo(1));
        trigger(Map.of("num_projects", Long.MAX_VALUE))
                .statusCode(201)
                .body("jobs.project_id", equalTo(List.of(third)))
                .body("message", equalTo("Projects queued: 1."))
                .body("projects_remaining", equalTo(0));
        trigger(Map.of("num_projects", 1))
                .statusCode(201)
                .body("jobs", empty())
                .body("jobs_queued", equalTo(0))
                .body("projects_remaining", equalTo(0));
        assertEquals("RUNNING", status(running));
        assertEquals("FAILED", status(failed));
    }

    @Test
    void all_projects_cancels_what_is_in_flight_and_queues_what_is_not_completed() {
        int completed = organization.project();
        int failed = organization.project();
        int running = organization.project();
        int pending = organization.project();
        int fresh = organization.project();
        int again = organization.project();
        organization.job(completed, "COMPLETED");
        organization.job(failed, "FAILED");
        long cancelled = organization.job(running, "RUNNING", Map.of("tasks_total", "9", "tasks_processed", "4"));
        organization.job(pending, "PENDING");
        organization.job(again, "COMPLETED");
        organization.job(again, "QUEUED");
        organization.job(null, "QUEUED");

        trigger(Map.of("all_projects", true))
                .statusCode(201)
                .body("jobs.project_id", equalTo(List.of(failed, running, pending, fresh, again)))
                .body("jobs_queued", equalTo(5))
                .body("message", equalTo("Backfill jobs cancelled: 4, projects queued: 5."))
                .body("projects_remaining", equalTo(0))
                .body("projects_skipped", equalTo(1));
        Api.as(organization.owner())
                .get(STATUS + "?job_id=" + cancelled)
                .then()
                .body("status", equalTo("FAILED"))
                .body(
                        "error_message",
                        equalTo("Cancelled by " + organization.owner().email()))
                .body("progress_data.tasks_processed", equalTo(4));
        assertEquals("COMPLETED", status(completed));
        JobStates.assertLegal(organization);
    }

    @Test
    void jobs_of_deleted_projects_are_cancelled_and_not_queued_again() {
        int project = organization.project();
        organization.job(project, "QUEUED");
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", project);

        trigger(Map.of("all_projects", true))
                .statusCode(201)
                .body("jobs_queued", equalTo(0))
                .body("message", equalTo("Backfill jobs cancelled: 1, projects queued: 0."));

        assertEquals("FAILED", status(project));
    }

    @Test
    void a_call_queues_and_lists_ten_thousand_at_most() {
        String columns = sql.value("SELECT string_agg(column_name, ', ') FROM information_schema.columns"
                + " WHERE table_name = 'project' AND column_name NOT IN ('id', 'search_vector')");
        sql.run(
                "INSERT INTO project (" + columns + ") SELECT " + columns
                        + " FROM project, generate_series(1, 10001) WHERE id = ?",
                organization.project());

        triggerThousands(Map.of("num_projects", 20_000))
                .statusCode(201)
                .body("jobs", hasSize(10_000))
                .body("jobs_queued", equalTo(10_000))
                .body("projects_remaining", equalTo(2));
        triggerThousands(Map.of("all_projects", true))
                .statusCode(201)
                .body("jobs", hasSize(10_000))
                .body("jobs_queued", equalTo(10_002))
                .body("message", equalTo("Backfill jobs cancelled: 10000, projects queued: 10002."))
                .body("projects_remaining", equalTo(0));
    }

    @Test
    void agreement_v2_off_is_a_plain_400() {
        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, agreement_v2) VALUES (?, false)",
                organization.id());

        trigger(Map.of("num_projects", 0))
                .statusCode(400)
                .body("detail", equalTo("Agreement V2 is switched off for this organization."))
                .body("containsKey('validation_errors')", equalTo(false));
    }

    @Test
    void all_projects_passes_over_completed_ones_but_not_those_that_were_compared_by_something_else() {
        List<Integer> current = List.of(organization.project(), organization.project());
        int reconfigured = organization.project();
        int weighted = organization.project();
        int measured = organization.project();
        int ruled = organization.project();
        for (int project : List.of(current.get(0), reconfigured, weighted, measured)) {
            completed(project, Fingerprint.RULES);
        }
        organization.job(current.get(1), "COMPLETED"); // as one of an earlier version
        completed(ruled, Fingerprint.RULES - 1);

        sql.run("UPDATE project SET label_config = '<View></View><!-- -->' WHERE id = ?", reconfigured);
        sql.run("UPDATE project SET control_weights = '{\"mood\": {\"overall\": 0}}' WHERE id = ?", weighted);
        sql.run(
                "INSERT INTO agreement.dimension (project_id, name, metric_type, is_categorical)"
                        + " VALUES (?, 'mood', 'exact_match', true)",
                measured);

        trigger(Map.of("all_projects", true))
                .statusCode(201)
                .body("jobs.project_id", equalTo(List.of(reconfigured, weighted, measured, ruled)))
                .body("projects_skipped", equalTo(2));
    }

    private void completed(int project, int rules) {
        organization.job(
                project, "COMPLETED", Map.of("basis", "agreement.comparison_basis(" + rules + ", " + project + ")"));
    }
}
