package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.backfill.JobKind;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What jobs leave behind in the database when they are kept waiting there. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class WorkerConnectionsTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);

    private int project() {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(3);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
        }
        return labelling.project();
    }

    private long waiting() {
        return sql.<Long>value("""
                SELECT count(*) FROM pg_stat_activity
                 WHERE datname = 'worker' AND usename = 'interrater' AND wait_event_type = 'Lock'""");
    }

    private void whileLocked(String lock, Executable work) throws Throwable {
        try (Connection other = sql.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(lock);
            work.execute();
        }
    }

    private void cancel(long job) {
        sql.run(
                "UPDATE agreement.backfill_job SET status = 'FAILED', completed_at = now(), error_message = 'Cancelled'"
                        + " WHERE id = ?",
                job);
    }

    @Test
    void a_cancelled_job_leaves_no_statement_behind_that_waits() throws Throwable {
        int project = project();
        whileLocked("LOCK TABLE task_completion", () -> {
            for (int round = 0; round < 5; round++) {
                long job = organization.job(project, "QUEUED");
                await().until(() -> waiting() == 1);

                cancel(job);

                await().until(() -> !runner.isRunning(job) && waiting() == 0);
            }
        });
        long job = organization.job(project, "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));
    }

    @Test
    void asking_again_and_again_whether_a_job_is_still_ours_takes_one_connection() throws Throwable {
        int project = project();
        whileLocked("LOCK TABLE task_completion", () -> {
            long job = organization.job(project, "QUEUED");
            await().until(() -> waiting() == 1);
            whileLocked("SELECT FROM agreement.backfill_job WHERE id = " + job + " FOR UPDATE", () -> {
                for (int i = 0; i < 10; i++) {
                    runner.renewAll();
                }
                await().until(() -> waiting() == 2);
                assertTrue(waiting() <= 2);
            });
            cancel(job);
            await().until(() -> !runner.isRunning(job));
        });
    }

    @Test
    void an_attempt_that_ends_late_leaves_the_next_one_of_its_job_alone() throws Throwable {
        int project = project();
        long job =
                organization.job(project, "RUNNING", Map.of("attempt", "1", "lease_until", "now() + interval '20 s'"));
        whileLocked("LOCK TABLE task_completion", () -> {
            CompletableFuture<Void> first = CompletableFuture.runAsync(() -> runner.run(claim(job, project, 1)));
            await().until(() -> waiting() == 1);
            sql.run("UPDATE agreement.backfill_job SET attempt = 2 WHERE id = ?", job);

            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> runner.run(claim(job, project, 2)));
            first.join(); // its own heartbeat tells it

            assertTrue(runner.isRunning(job));
            cancel(job);
            second.join();
        });
        assertEquals(false, runner.isRunning(job));
    }

    private Claim claim(long job, int project, int attempt) {
        return new Claim(job, organization.id(), JobKind.AGREEMENT, (long) project, attempt, 0, 0, 0);
    }
}
