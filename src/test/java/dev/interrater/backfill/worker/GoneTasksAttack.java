package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two million tasks that are gone (or {@code -Dtasks=}) are removed by a backfill in a heap that stays as it was. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class GoneTasksAttack {
    private static final int TASKS = Integer.getInteger("tasks", 2_000_000);
    private static final long MEGABYTE = 1 << 20;

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");

    @Test
    void millions_of_gone_tasks_are_removed_in_a_flat_heap() {
        sql.run("DELETE FROM agreement.backfill_job");
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(
                sql, organization, "<View><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>");
        int task = labelling.task();
        for (int i = 0; i < 2; i++) {
            labelling.annotation(task, organization.member(), Labelling.choice("mood", "A"));
        }
        backfill(organization, labelling);
        sql.run("""
                INSERT INTO agreement.task_agreement
                SELECT project_id, task_id + n, pairwise, consensus, newest_annotation, annotations, annotation_updates, fingerprint
                  FROM agreement.task_agreement, generate_series(1, ?) n
                 WHERE project_id = ?
                """, TASKS, labelling.project());
        sql.run("""
                INSERT INTO agreement.agreement_matrix
                SELECT dimension_id, task_id + n, participants, scores, pairwise, consensus, newest_annotation, answers
                  FROM agreement.agreement_matrix, generate_series(1, ?) n
                 WHERE task_id = ?
                """, TASKS, task);
        long before = heap();

        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> backfill(organization, labelling));
        long[] most = {0};
        await().atMost(Duration.ofHours(1)).pollInterval(Duration.ofMillis(500)).until(() -> {
            most[0] = Math.max(most[0], heap());
            return run.isDone();
        });
        run.join();

        System.out.printf(
                "%d gone tasks: heap %d MB before, at most %d MB%n", TASKS, before / MEGABYTE, most[0] / MEGABYTE);
        assertTrue(most[0] < before + 30 * MEGABYTE, () -> most[0] + " bytes after " + before);
        assertEquals(
                1L,
                sql.<Long>value(
                        "SELECT count(*) FROM agreement.task_agreement WHERE project_id = ?", labelling.project()));
    }

    /** What is live. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void backfill(Organization organization, Labelling labelling) {
        long job = organization.job(labelling.project(), "QUEUED");
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());
        assertEquals("COMPLETED", sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job));
    }
}
