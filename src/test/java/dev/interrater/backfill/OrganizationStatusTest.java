package dev.interrater.backfill;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class OrganizationStatusTest {
    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    private ValidatableResponse ask() {
        return Api.as(organization.owner()).get(STATUS).then();
    }

    private ValidatableResponse answer() {
        return ask().statusCode(200);
    }

    @Test
    void the_newest_job_of_every_project_counts() {
        int[] projects = new int[7];
        for (int i = 0; i < projects.length; i++) {
            projects[i] = organization.project();
        }
        counted(projects[0], "FAILED", "2026-01-01", null); // superseded below
        counted(projects[0], "COMPLETED", "2026-01-03", "2026-01-13");
        counted(projects[1], "COMPLETED", "2026-01-02", "2026-01-14");
        counted(projects[2], "FAILED", "2026-01-04", "2026-01-12");
        counted(projects[3], "RUNNING", "2026-01-05", null);
        counted(projects[4], "QUEUED", "2026-01-06", null);
        long newest = organization.job(projects[5], "PENDING", Map.of("triggered_by", "'last@example.org'"));

        answer().body("status", equalTo("RUNNING"))
                .body("job_id", equalTo((int) newest))
                .body("triggered_by", equalTo("last@example.org"))
                .body("created_at", equalTo("2026-01-02T00:00:00Z"))
                .body("started_at", equalTo("2026-01-02T01:00:00Z"))
                .body("completed_at", nullValue())
                .body("project_id", nullValue())
                .body("rq_job_id", nullValue())
                .body("error_message", equalTo("1 failed: project " + projects[2] + ": It broke"))
                .body("progress_data", aMapWithSize(12))
                .body("progress_data", hasEntry("total_projects", 7))
                .body("progress_data", hasEntry("not_started_projects", 1))
                .body("progress_data", hasEntry("pending_projects", 1))
                .body("progress_data", hasEntry("queued_projects", 1))
                .body("progress_data", hasEntry("running_projects", 1))
                .body("progress_data", hasEntry("completed_projects", 2))
                .body("progress_data", hasEntry("failed_projects", 1))
                .body("progress_data", hasEntry("tasks_total", 50))
                .body("progress_data", hasEntry("tasks_processed", 40))
                .body("progress_data", hasEntry("tasks_skipped", 30))
                .body("progress_data", hasEntry("matrices_created", 20))
                .body("progress_data", hasEntry("errors", 10));
    }

    private void counted(int project, String status, String day, String completed) {
        Map<String, String> columns = new java.util.HashMap<>(Map.of(
                "created_at", "'" + day + " 00:00+00'",
                "tasks_total", "10",
                "tasks_processed", "8",
                "tasks_skipped", "6",
                "matrices_created", "4",
                "errors", "2"));
        if (!status.equals("QUEUED")) {
            columns.put("started_at", "'" + day + " 01:00+00'");
        }
        if (completed != null) {
            columns.put("completed_at", "'" + completed + " 00:00+00'");
        }
        organization.job(project, status, columns);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, RUNNING QUEUED PENDING FAILED COMPLETED",
        "QUEUED, QUEUED PENDING FAILED COMPLETED",
        "PENDING, PENDING FAILED COMPLETED",
        "FAILED, FAILED COMPLETED",
        "COMPLETED, COMPLETED"
    })
    void the_status_is_the_first_that_any_job_is_in(String status, String jobs) {
        for (String job : jobs.split(" ")) {
            organization.job(organization.project(), job);
        }

        answer().body("status", equalTo(status));
    }

    @Test
    void it_is_completed_when_the_last_job_is() {
        organization.job(organization.project(), "COMPLETED", Map.of("completed_at", "'2026-01-02T00:00:00Z'"));
        organization.job(organization.project(), "FAILED", Map.of("completed_at", "'2026-01-03T00:00:00Z'"));

        answer().body("completed_at", equalTo("2026-01-03T00:00:00Z"));
    }

    @Test
    void a_job_without_a_project_counts_as_one_more() {
        organization.project();
        organization.job(null, "QUEUED");

        answer().body("status", equalTo("QUEUED"))
                .body("progress_data", hasEntry("total_projects", 1))
                .body("progress_data", hasEntry("not_started_projects", 1))
                .body("progress_data", hasEntry("queued_projects", 1));
    }

    @Test
    void only_the_first_reasons_are_told() {
        for (int i = 1; i <= 5; i++) {
            organization.job(organization.project(), "FAILED", Map.of("error_message", "'reason " + i + "'"));
        }
        organization.job(null, "COMPLETED");

        String message = answer().extract().path("error_message");
        org.junit.jupiter.api.Assertions.assertTrue(
                message.matches("5 failed: project \\d+: reason 1; project \\d+: reason 2; project \\d+: reason 3"),
                message);
    }

    @Test
    void it_is_exact_about_jobs_at_any_moment() {
        int project = organization.project();
        long job = organization.job(project, "QUEUED");
        answer().body("status", equalTo("QUEUED"));

        change(job, "status = 'RUNNING', started_at = now(), tasks_total = 10");
        answer().body("status", equalTo("RUNNING")).body("progress_data", hasEntry("tasks_total", 10));

        change(job, "tasks_processed = 7");
        answer().body("progress_data", hasEntry("tasks_processed", 7));

        change(job, "status = 'QUEUED'");
        answer().body("status", equalTo("QUEUED")).body("progress_data", hasEntry("tasks_processed", 7));

        change(job, "status = 'FAILED', completed_at = now(), error_message = 'No'");
        answer().body("status", equalTo("FAILED")).body("progress_data", hasEntry("failed_projects", 1));

        organization.job(project, "QUEUED");
        answer().body("status", equalTo("QUEUED"))
                .body("error_message", equalTo(""))
                .body("progress_data", hasEntry("failed_projects", 0))
                .body("progress_data", hasEntry("tasks_processed", 0));
    }

    @Test
    void every_answer_is_of_one_moment() throws InterruptedException {
        int projects = 12;
        for (int i = 0; i < projects; i++) {
            organization.job(organization.project(), "QUEUED", Map.of("tasks_total", "10"));
        }
        // Each transaction moves jobs between what the tally has and what is added up, and leaves the sums as they
        // were.
        Thread mover = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                sql.run("""
                        UPDATE agreement.backfill_job
                           SET status = CASE status WHEN 'QUEUED' THEN 'RUNNING' ELSE 'QUEUED' END,
                               started_at = coalesce(started_at, now())
                         WHERE organization_id = ? AND random() < 0.5
                        """, organization.id());
            }
        });
        mover.start();
        try {
            for (int i = 0; i < 100; i++) {
                Map<String, Integer> data = RestAssured.given()
                        .header("Authorization", "Token " + organization.owner().token())
                        .get(STATUS)
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("progress_data");
                assertEquals(projects, data.get("queued_projects") + data.get("running_projects"), data::toString);
                assertEquals(10 * projects, data.get("tasks_total"), data::toString);
            }
        } finally {
            mover.interrupt();
            mover.join();
        }
    }

    @Test
    void a_job_that_fails_is_told_at_once_whichever_failed_before() {
        int first = organization.project();
        long job = organization.job(first, "RUNNING");
        int second = organization.project();
        organization.job(second, "FAILED");
        answer().body("error_message", equalTo("1 failed: project " + second + ": It broke"));

        change(job, "status = 'FAILED', completed_at = now(), error_message = 'It broke, too'");

        answer().body(
                        "error_message",
                        equalTo("2 failed: project " + first + ": It broke, too; project " + second + ": It broke"));
    }

    @Test
    void a_project_that_is_restored_and_queued_again_counts_once() {
        organization.job(organization.project(), "COMPLETED", Map.of("tasks_total", "3"));
        int project = organization.project();
        organization.job(project, "COMPLETED", Map.of("tasks_total", "10"));
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", project);
        answer().body("progress_data", hasEntry("completed_projects", 1))
                .body("progress_data", hasEntry("tasks_total", 3));

        sql.run("UPDATE project SET deleted_at = NULL WHERE id = ?", project);
        organization.job(project, "QUEUED");

        answer().body("status", equalTo("QUEUED"))
                .body("progress_data", hasEntry("total_projects", 2))
                .body("progress_data", hasEntry("completed_projects", 1))
                .body("progress_data", hasEntry("queued_projects", 1))
                .body("progress_data", hasEntry("tasks_total", 3));
    }

    @Test
    void an_only_project_that_is_restored_and_queued_again_counts_once() {
        int project = organization.project();
        organization.job(project, "COMPLETED", Map.of("tasks_total", "10"));
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", project);
        ask().statusCode(404);

        sql.run("UPDATE project SET deleted_at = NULL WHERE id = ?", project);
        organization.job(project, "QUEUED");

        answer().body("progress_data", hasEntry("total_projects", 1))
                .body("progress_data", hasEntry("not_started_projects", 0))
                .body("progress_data", hasEntry("completed_projects", 0))
                .body("progress_data", hasEntry("queued_projects", 1))
                .body("progress_data", hasEntry("tasks_total", 0));
    }

    private void change(long job, String columns) {
        sql.run("UPDATE agreement.backfill_job SET " + columns + " WHERE id = ?", job);
    }

    @Test
    void projects_that_were_deleted_count_nowhere() {
        int kept = organization.project();
        long keptJob = organization.job(kept, "COMPLETED", Map.of("tasks_total", "1", "created_at", "'2026-02-02'"));
        int softly = organization.project();
        organization.job(softly, "FAILED", Map.of("tasks_total", "10", "created_at", "'2026-01-01'"));
        int running = organization.project();
        long runningJob = organization.job(running, "RUNNING", Map.of("tasks_total", "100"));
        int queued = organization.project();
        organization.job(queued, "QUEUED", Map.of("tasks_total", "1000"));
        sql.run("UPDATE project SET deleted_at = now() WHERE id IN (?, ?)", softly, running);
        sql.run("DELETE FROM project WHERE id = ?", queued);

        onlyTheKeptOneCounts(kept, keptJob);
        // The census that knows of the deletion is still valid: what happens to such a job meanwhile must not show.
        sql.run(
                "UPDATE agreement.backfill_job SET status = 'FAILED', completed_at = now(), error_message = 'gone',"
                        + " tasks_total = 200 WHERE id = ?",
                runningJob);
        onlyTheKeptOneCounts(kept, keptJob);
    }

    private void onlyTheKeptOneCounts(int kept, long keptJob) {
        answer().body("status", equalTo("COMPLETED"))
                .body("job_id", equalTo((int) keptJob))
                .body("error_message", equalTo(""))
                .body("progress_data", hasEntry("total_projects", 1))
                .body("progress_data", hasEntry("not_started_projects", 0))
                .body("progress_data", hasEntry("completed_projects", 1))
                .body("progress_data", hasEntry("failed_projects", 0))
                .body("progress_data", hasEntry("running_projects", 0))
                .body("progress_data", hasEntry("queued_projects", 0))
                .body("progress_data", hasEntry("tasks_total", 1));
    }

    @Test
    void a_deletion_shows_within_seconds() {
        organization.job(organization.project(), "COMPLETED");
        int project = organization.project();
        organization.job(project, "FAILED");
        answer().body("status", equalTo("FAILED"));

        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", project);

        await().until(() -> answer().extract().path("status").equals("COMPLETED"));
    }

    @Test
    void an_organization_that_never_had_a_job_is_not_found() {
        organization.project();

        ask().statusCode(404);
    }

    @Test
    void an_organization_whose_projects_with_jobs_are_all_deleted_is_not_found() {
        int project = organization.project();
        organization.job(project, "COMPLETED");
        sql.run("DELETE FROM project WHERE id = ?", project);

        ask().statusCode(404);
    }

    @Test
    void another_organizations_jobs_do_not_count() {
        Organization other = Organization.create();
        other.job(other.project(), "FAILED");
        organization.job(organization.project(), "COMPLETED");

        answer().body("status", equalTo("COMPLETED")).body("progress_data", hasEntry("total_projects", 1));
    }
}
