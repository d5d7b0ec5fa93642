package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.agreement.ProjectWrites;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Recount;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that belong to nothing any more go, and no others. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class HousekeepingTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>";
    private static final int TASKS = 1_200;

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    @Inject
    Housekeeping housekeeping;

    private final Sql sql = Sql.in("worker");
    private Organization organization;

    @BeforeEach
    void emptyQueue() {
        sql.run("DELETE FROM agreement.backfill_job");
        organization = Organization.createIn(sql);
    }

    /** A project whose backfill is COMPLETED. */
    private int project() {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(TASKS);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
        }
        organization.job(labelling.project(), "QUEUED");
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());
        return labelling.project();
    }

    private void delete(int project) {
        sql.run("DELETE FROM task_completion WHERE project_id = ?", project);
        sql.run("DELETE FROM task WHERE project_id = ?", project);
        sql.run("DELETE FROM project WHERE id = ?", project);
    }

    /** How many tasks, matrices and dimensions are kept of a project. */
    private String kept(int project) {
        return sql.value(
                "SELECT concat_ws('/', (SELECT count(*) FROM agreement.task_agreement WHERE project_id = p),"
                        + " (SELECT count(*) FROM agreement.agreement_matrix m JOIN agreement.dimension d ON d.id = dimension_id"
                        + " WHERE project_id = p), (SELECT count(*) FROM agreement.dimension WHERE project_id = p))"
                        + " FROM (SELECT ?::bigint AS p) AS asked",
                project);
    }

    @Test
    void results_of_a_project_that_label_studio_has_no_more_go_and_others_stay() {
        int deleted = project();
        int other = project();
        int softly = project();
        delete(deleted);
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", softly);

        housekeeping.pass().await().indefinitely();

        assertEquals("0/0/0", kept(deleted));
        assertEquals("1200/1200/1", kept(other));
        assertEquals("1200/1200/1", kept(softly));
        assertTrue(Recount.isEmpty(sql, deleted));
        assertEquals(List.of(), Recount.differences(sql, other));
    }

    @Test
    void matrices_go_although_what_they_belonged_to_has_gone_before_them() {
        int deleted = project();
        delete(deleted);
        sql.run("DELETE FROM agreement.task_agreement WHERE project_id = ?", deleted);

        housekeeping.pass().await().indefinitely();

        assertEquals("0/0/0", kept(deleted));
    }

    @Test
    void a_project_in_a_backfill_is_left_alone() {
        leftAlone("AGREEMENT");
    }

    @Test
    void a_project_whose_values_are_counted_is_left_alone() {
        leftAlone("VALUE_COUNTS");
    }

    private void leftAlone(String kind) {
        int deleted = project();
        delete(deleted);
        organization.job(deleted, "RUNNING", Map.of("kind", "'" + kind + "'"));

        housekeeping.pass().await().indefinitely();

        assertEquals("1200/1200/1", kept(deleted));
    }

    @Test
    void a_project_that_comes_back_counts_as_out_of_date() {
        int deleted = project();
        delete(deleted);
        housekeeping.pass().await().indefinitely();

        assertEquals(
                "00000000-0000-0000-0000-000000000000",
                sql.<String>value("SELECT basis::text FROM agreement.backfill_job WHERE project_id = ?", deleted));
    }

    @Test
    void a_job_that_begins_waits_until_results_of_its_project_are_deleted() throws Exception {
        int project = project();
        long job = organization.job(project, "QUEUED", Map.of("kind", "'VALUE_COUNTS'"));
        Claim claim = queue.claim("test").await().indefinitely().orElseThrow();
        CompletableFuture<Void> run;
        try (Connection deleting = sql.connect();
                Statement statement = deleting.createStatement()) {
            deleting.setAutoCommit(false);
            statement.execute(ProjectWrites.KEEP_RESULTS.replace("$1", String.valueOf(project)));
            run = CompletableFuture.runAsync(() -> runner.run(claim));
            await().until(() ->
                    sql.<Long>value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 1);
            assertNull(sql.value("SELECT basis FROM agreement.backfill_job WHERE id = ?", job));
            deleting.commit();
        }
        run.get();

        assertEquals("COMPLETED", sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job));
    }

    @Test
    void two_workers_may_tidy_at_once() {
        int first = project();
        int second = project();
        delete(first);
        delete(second);

        Uni.join()
                .all(housekeeping.pass(), housekeeping.pass())
                .andFailFast()
                .await()
                .indefinitely();

        assertEquals("0/0/0", kept(first));
        assertEquals("0/0/0", kept(second));
    }

    @Test
    void matrices_without_a_dimension_go() {
        sql.run("ALTER TABLE agreement.agreement_matrix DISABLE TRIGGER ALL");
        try {
            insertMatrix();
        } finally {
            sql.run("ALTER TABLE agreement.agreement_matrix ENABLE TRIGGER ALL");
        }

        housekeeping.pass().await().indefinitely();

        assertEquals(
                0L, sql.<Long>value("SELECT count(*) FROM agreement.agreement_matrix WHERE dimension_id = 1000000000"));
    }

    private void insertMatrix() {
        sql.run(
                "INSERT INTO agreement.agreement_matrix (dimension_id, task_id, participants, scores, newest_annotation)"
                        + " VALUES (1000000000, 1, '{1,2}', '{1}', now())");
    }

    @Test
    void a_dimension_with_matrices_cannot_be_deleted() {
        int project = project();

        IllegalStateException refusal = assertThrows(
                IllegalStateException.class,
                () -> sql.run("DELETE FROM agreement.dimension WHERE project_id = ?", project));
        assertTrue(refusal.getMessage().contains("has matrices"), refusal.getMessage());
    }
}
