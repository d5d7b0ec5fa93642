package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.VALUE_COUNTS;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of both kinds side by side: by the same rules, and never mixed. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class JobKindsTest {
    private static final Map<JobKind, String> PATHS =
            Map.of(JobKind.AGREEMENT, BACKFILL, JobKind.VALUE_COUNTS, VALUE_COUNTS);

    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        JobTransitions.record();
        organization = Organization.create();
    }

    private static JobKind other(JobKind kind) {
        return kind == JobKind.AGREEMENT ? JobKind.VALUE_COUNTS : JobKind.AGREEMENT;
    }

    private long job(int project, JobKind kind, String status) {
        return organization.job(project, status, Map.of("kind", "'" + kind + "'"));
    }

    private ValidatableResponse trigger(JobKind kind, Map<String, ?> body) {
        return Api.as(organization.owner())
                .contentType(ContentType.JSON)
                .body(body)
                .post(PATHS.get(kind))
                .then();
    }

    private ValidatableResponse get(JobKind kind, String path) {
        return Api.as(organization.owner()).get(PATHS.get(kind) + path).then();
    }

    private ValidatableResponse cancel(JobKind kind, String query) {
        return Api.as(organization.owner()).delete(PATHS.get(kind) + query).then();
    }

    private List<String> statuses(long... jobs) {
        List<String> statuses = new ArrayList<>();
        for (long job : jobs) {
            statuses.add(sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job));
        }
        return statuses;
    }

    @ParameterizedTest
    @EnumSource
    void a_job_is_triggered_told_listed_and_cancelled_at_the_paths_of_its_kind(JobKind kind) {
        int project = organization.project();
        int job = trigger(kind, Map.of("project_id", project))
                .statusCode(201)
                .body("jobs.project_id", contains(project))
                .extract()
                .path("jobs[0].job_id");

        get(kind, "status/?project_id=" + project)
                .statusCode(200)
                .body("job_id", equalTo(job))
                .body("status", equalTo("QUEUED"))
                .body("triggered_by", equalTo(organization.owner().email()));
        get(kind, "jobs/?status=QUEUED").statusCode(200).body("job_id", contains(job));
        cancel(kind, "?job_id=" + job).statusCode(200).body("cancelled_count", equalTo(1));
        get(kind, "status/?job_id=" + job)
                .body(
                        "error_message",
                        equalTo("Cancelled by " + organization.owner().email()));
        assertEquals(kind.name(), sql.value("SELECT kind FROM agreement.backfill_job WHERE id = ?", (long) job));
    }

    @Test
    void a_project_may_have_a_job_of_each_kind_in_flight_and_no_two_of_one() {
        int project = organization.project();
        for (JobKind kind : JobKind.values()) {
            int job = trigger(kind, Map.of("project_id", project))
                    .statusCode(201)
                    .body("projects_remaining", equalTo(0))
                    .extract()
                    .path("jobs[0].job_id");
            trigger(kind, Map.of("project_id", project))
                    .statusCode(400)
                    .body(
                            "detail",
                            equalTo("Backfill job " + job + " of project " + project
                                    + " is in flight already. Cancel it or wait for its end."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_job_does_not_exist_among_those_of_the_other_kind(JobKind kind) {
        int project = organization.project();
        long job = job(project, kind, "QUEUED");
        JobKind other = other(kind);

        get(other, "status/").statusCode(404);
        get(other, "status/?job_id=" + job).statusCode(404);
        get(other, "status/?project_id=" + project).statusCode(404);
        get(other, "status/?job_id=" + job + "&project_id=" + project).statusCode(404);
        get(other, "jobs/").statusCode(200).body("$", hasSize(0)).header("X-Total-Count", "0");
        get(other, "jobs/?status=QUEUED").statusCode(200).body("$", hasSize(0)).header("X-Total-Count", "0");
        cancel(other, "?job_id=" + job).statusCode(404);
        cancel(other, "?project_id=" + project).statusCode(200).body("cancelled_count", equalTo(0));
        cancel(other, "").statusCode(200).body("cancelled_count", equalTo(0));
        assertEquals(List.of("QUEUED"), statuses(job));
    }

    @ParameterizedTest
    @EnumSource
    void a_call_for_all_projects_neither_cancels_nor_sees_jobs_of_the_other_kind(JobKind kind) {
        int first = organization.project();
        int second = organization.project();
        JobKind other = other(kind);
        long queued = job(first, other, "QUEUED");
        long completed = job(second, other, "COMPLETED");
        long own = job(first, kind, "QUEUED");

        trigger(kind, Map.of("all_projects", true))
                .statusCode(201)
                .body("message", equalTo("Backfill jobs cancelled: 1, projects queued: 2."))
                .body("projects_skipped", equalTo(0))
                .body("jobs.project_id", contains(first, second));

        assertEquals(List.of("QUEUED", "COMPLETED", "FAILED"), statuses(queued, completed, own));
    }

    @ParameterizedTest
    @EnumSource
    void the_next_projects_are_those_without_a_job_of_the_kind(JobKind kind) {
        int first = organization.project();
        int second = organization.project();
        job(first, other(kind), "COMPLETED");
        job(second, kind, "FAILED");

        trigger(kind, Map.of("num_projects", 5))
                .statusCode(201)
                .body("jobs.project_id", contains(first))
                .body("projects_remaining", equalTo(0));
    }

    @ParameterizedTest
    @EnumSource
    void what_a_job_of_the_other_kind_compared_by_does_not_count(JobKind kind) {
        int project = organization.project();
        String current = "agreement.comparison_basis(" + Fingerprint.RULES + ", " + project + ")";
        organization.job(project, "COMPLETED", Map.of("kind", "'" + kind + "'", "basis", current));
        organization.job(project, "COMPLETED", Map.of("kind", "'" + other(kind) + "'", "basis", "gen_random_uuid()"));

        trigger(kind, Map.of("all_projects", true))
                .statusCode(201)
                .body("jobs_queued", equalTo(0))
                .body("projects_skipped", equalTo(1));
        trigger(other(kind), Map.of("all_projects", true)).statusCode(201).body("jobs_queued", equalTo(1));
    }

    @Test
    void the_two_aggregates_are_what_counting_the_jobs_of_each_kind_gives() {
        Random random = new Random(11);
        List<String> statuses = List.of("PENDING", "QUEUED", "COMPLETED", "FAILED");
        for (int i = 0; i < 24; i++) {
            int project = organization.project();
            for (JobKind kind : JobKind.values()) {
                for (int jobs = random.nextInt(3); jobs > 0; jobs--) {
                    boolean last = jobs == 1;
                    organization.job(
                            project,
                            last ? statuses.get(random.nextInt(4)) : "COMPLETED",
                            Map.of(
                                    "kind", "'" + kind + "'",
                                    "tasks_total", String.valueOf(random.nextInt(100)),
                                    "matrices_created", String.valueOf(random.nextInt(100))));
                }
            }
        }
        job(organization.project(), JobKind.AGREEMENT, "RUNNING");
        for (JobKind kind : JobKind.values()) {
            get(kind, "status/")
                    .statusCode(200)
                    .body("job_id", equalTo(counted(kind, "max(id)")))
                    .body("progress_data.total_projects", equalTo(25))
                    .body("progress_data.not_started_projects", equalTo(25 - counted(kind, "count(*)")))
                    .body("progress_data.pending_projects", equalTo(inStatus(kind, "PENDING")))
                    .body("progress_data.queued_projects", equalTo(inStatus(kind, "QUEUED")))
                    .body("progress_data.running_projects", equalTo(kind == JobKind.AGREEMENT ? 1 : 0))
                    .body("progress_data.completed_projects", equalTo(inStatus(kind, "COMPLETED")))
                    .body("progress_data.failed_projects", equalTo(inStatus(kind, "FAILED")))
                    .body("progress_data.tasks_total", equalTo(counted(kind, "sum(tasks_total)")))
                    .body("progress_data.matrices_created", equalTo(counted(kind, "sum(matrices_created)")))
                    .body("status", equalTo(kind == JobKind.AGREEMENT ? "RUNNING" : "QUEUED"));
        }
    }

    private int inStatus(JobKind kind, String status) {
        return counted(kind, "count(*) FILTER (WHERE status = '" + status + "')");
    }

    /** Over the newest job of every project, found without the help of any trigger. */
    private int counted(JobKind kind, String sum) {
        return sql.value(
                "SELECT (" + sum + ")::int FROM (SELECT DISTINCT ON (project_id) * FROM agreement.backfill_job"
                        + " WHERE organization_id = ? AND kind = ? ORDER BY project_id, id DESC) newest",
                organization.id(),
                kind.name());
    }
}
