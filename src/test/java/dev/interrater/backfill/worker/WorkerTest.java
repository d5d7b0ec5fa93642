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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker that runs by itself. It hardly ever polls here: what happens, happens because of a notification. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class WorkerTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);

    private Labelling labelling(int tasks) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        if (tasks > 0) {
            labelling.tasks(tasks);
            for (int i = 0; i < 2; i++) {
                labelling.annotations(
                        organization.member(), "replace('" + Labelling.choice("mood", "A") + "', 'AAA', task::text)");
            }
        }
        return labelling;
    }

    private String status(long job) {
        return sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job);
    }

    private long number(String column, long job) {
        return sql.<Long>value("SELECT " + column + " FROM agreement.backfill_job WHERE id = ?", job);
    }

    @Test
    void queued_jobs_are_run_without_waiting_for_a_poll() {
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            jobs.add(organization.job(labelling(3).project(), "QUEUED"));
        }
        jobs.forEach(job -> await().until(() -> status(job).equals("COMPLETED")));
        jobs.forEach(job -> assertEquals(3, number("matrices_created", job)));
    }

    @Test
    void jobs_of_both_kinds_of_a_project_run_one_after_the_other() {
        int project = labelling(3_000).project();
        long counting = organization.job(project, "QUEUED", Map.of("kind", "'VALUE_COUNTS'"));
        long comparing = organization.job(project, "QUEUED");

        await().until(() -> status(comparing).equals("COMPLETED"));
        assertEquals("COMPLETED", status(counting));
        assertEquals(
                true,
                sql.<Boolean>value(
                        "SELECT first.completed_at <= second.started_at"
                                + " FROM agreement.backfill_job first, agreement.backfill_job second"
                                + " WHERE first.id = ? AND second.id = ?",
                        counting,
                        comparing));
    }

    @Test
    void a_listener_that_lost_its_connection_comes_back() {
        sql.column(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'worker' AND query LIKE 'LISTEN%'");
        long job = organization.job(labelling(1).project(), "QUEUED");

        await().until(() -> status(job).equals("COMPLETED"));
        await().until(() -> sql.<Long>value(
                        "SELECT count(*) FROM pg_stat_activity" + " WHERE datname = 'worker' AND query LIKE 'LISTEN%'")
                == 1);
    }

    @Test
    void a_cancelled_job_stops_within_a_second_and_writes_nothing_more() {
        Labelling labelling = labelling(60_000);
        long job = organization.job(labelling.project(), "QUEUED");
        await().pollInterval(Duration.ofMillis(20)).until(() -> number("tasks_processed", job) > 0);

        sql.run(
                "UPDATE agreement.backfill_job SET status = 'FAILED', completed_at = now(), error_message = 'Cancelled'"
                        + " WHERE id = ? AND status = 'RUNNING'",
                job);
        assertEquals("FAILED", status(job));
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !runner.isRunning(job));
        String before = everything(job);

        assertTrue(number("tasks_processed", job) < 60_000);
        long next = organization.job(labelling(1).project(), "QUEUED");
        await().until(() -> status(next).equals("COMPLETED"));
        assertEquals(before, everything(job));
    }

    /** The job and all matrices of its project, as one text. */
    private String everything(long job) {
        return sql.value(
                "SELECT concat_ws(' ', to_jsonb(j), count(t), md5(string_agg(t::text, '' ORDER BY task_id)))"
                        + " FROM agreement.backfill_job j LEFT JOIN agreement.task_agreement t USING (project_id)"
                        + " WHERE j.id = ? GROUP BY j.id",
                job);
    }
}
