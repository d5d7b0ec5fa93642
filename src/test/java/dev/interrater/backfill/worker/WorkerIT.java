package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that are killed, stopped and shut down, and several at once: the packaged service in processes of its own. */
class WorkerIT {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";
    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final int LEASE_SECONDS = 2;
    private static final int POLL_SECONDS = 1;
    /** What a busy machine may add to anything. */
    private static final int BUSY_SECONDS = 5;

    private final Sql sql = Sql.in("workers");
    private final Random random = new Random(5);
    private Organization organization;

    @BeforeAll
    static void createDatabase() throws Exception {
        TestDatabase.create("workers", "/label-studio/worker.sql");
        try (Service service = service(Map.of("INTERRATER_WORKER_ENABLED", "false"))) {
            service.awaitStart(); // migrates
        }
        // Every change of a job's state, so that none goes unseen.
        Sql.in("workers").run("""
                CREATE TABLE transition (
                    at timestamptz DEFAULT clock_timestamp(), job bigint, lease_until timestamptz, old text, new text);
                GRANT INSERT ON transition TO interrater;
                CREATE FUNCTION note_transition() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO public.transition (job, lease_until, old, new)
                    VALUES (NEW.id, OLD.lease_until, OLD.status, NEW.status);
                    RETURN NULL;
                END $$;
                CREATE TRIGGER note AFTER UPDATE ON agreement.backfill_job
                    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION note_transition()
                """);
    }

    @BeforeEach
    void createOrganization() {
        sql.run("TRUNCATE agreement.backfill_job, transition");
        organization = Organization.createIn(sql);
    }

    private static Service service(Map<String, String> environment) {
        Map<String, String> all = TestDatabase.environment(
                "workers",
                Map.of(
                        "INTERRATER_WORKER_LEASE",
                        LEASE_SECONDS + "S",
                        "INTERRATER_WORKER_HEARTBEAT",
                        "300MS",
                        "INTERRATER_WORKER_POLL",
                        POLL_SECONDS + "S"));
        all.putAll(environment);
        return Service.launch(all);
    }

    /** A project whose annotators agree on some tasks. */
    private int project(int tasks) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(tasks);
        for (int i = 1; i <= 3; i++) {
            labelling.annotations(
                    organization.member(),
                    "replace('" + Labelling.choice("mood", "?") + "', '?', CASE WHEN task % " + (i + 1)
                            + " = 0 THEN 'A' ELSE 'B' END)");
        }
        return labelling.project();
    }

    private String status(long job) {
        return sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job);
    }

    private long processed(long job) {
        return sql.<Long>value("SELECT tasks_processed FROM agreement.backfill_job WHERE id = ?", job);
    }

    private long transitions(long job, String to) {
        return sql.<Long>value("SELECT count(*) FROM transition WHERE job = ? AND new = ?", job, to);
    }

    /** Everything that was computed for a project, as one text. */
    private String computed(int project) {
        return sql.value(
                "SELECT concat_ws(' ', count(*), md5(string_agg(concat_ws(' ', t, m), '' ORDER BY task_id)))"
                        + " FROM agreement.task_agreement t JOIN agreement.agreement_matrix m USING (task_id) WHERE project_id = ?",
                project);
    }

    private void completes(long job) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !List.of("QUEUED", "RUNNING").contains(status(job)));
        assertEquals("COMPLETED", status(job));
    }

    @Test
    void killed_again_and_again_it_ends_once_with_what_an_undisturbed_run_computes() throws Exception {
        int tasks = 6_000;
        int project = project(tasks);
        long job = organization.job(project, "QUEUED");
        double slowest = 0;
        for (int i = 0; i < KILLS; i++) {
            // All over the job: somewhere in the i-th part of it, and in the midst of whatever is done there.
            int most = i * tasks / KILLS + random.nextInt(tasks / KILLS / 2);
            int moment = random.nextInt(30);
            try (Service service =
                    service(Map.of("INTERRATER_WORKER_PAGE_TASKS", "4")).awaitStart()) {
                Timestamp started = sql.value("SELECT clock_timestamp()");
                await().atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> processed(job) > most);
                slowest = Math.max(slowest, recovery(job, started));
                service.run(moment);
                service.signal("KILL");
            }
            assertEquals("RUNNING", status(job), "It was done before it could be killed");
        }
        long left = tasks - processed(job);
        try (Service service = service(Map.of())) {
            service.awaitStart();
            completes(job);
        }
        String disturbed = computed(project);
        System.out.printf(
                "%d kills, the last with %d of %d tasks left; slowest recovery %.1f s after the end of the lease%n",
                KILLS, left, tasks, slowest);
        assertTrue(slowest < POLL_SECONDS + BUSY_SECONDS, slowest + " s");
        assertTrue(transitions(job, "RUNNING") > KILLS);
        assertEquals(1, transitions(job, "COMPLETED"));
        assertEquals((long) tasks, processed(job));

        sql.run("DELETE FROM agreement.agreement_matrix");
        sql.run("DELETE FROM agreement.task_agreement");
        long again = organization.job(project, "QUEUED");
        try (Service service = service(Map.of())) {
            service.awaitStart();
            completes(again);
        }
        assertEquals(computed(project), disturbed);
        assertTrue(disturbed.startsWith(tasks + " "), disturbed);
    }

    /** Seconds, by the database's clock, from when the killed worker's lease was over and another was there, to its claim. */
    private double recovery(long job, Timestamp started) {
        return sql.value(
                "SELECT coalesce(extract(epoch FROM max(at) FILTER (WHERE new = 'RUNNING')"
                        + " - greatest(?, max(lease_until) FILTER (WHERE old = 'RUNNING'))), 0)::float8"
                        + " FROM transition WHERE job = ?",
                started,
                job);
    }

    @Test
    void two_replicas_run_500_jobs_once_each() {
        for (int i = 0; i < 500; i++) {
            organization.job(project(2), "QUEUED");
        }
        try (Service first = service(Map.of());
                Service second = service(Map.of())) {
            first.awaitStart();
            second.awaitStart();
            await().atMost(Duration.ofMinutes(2))
                    .until(() ->
                            sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE status = 'COMPLETED'")
                                    == 500);
        }
        assertEquals(500L, sql.<Long>value("SELECT count(*) FROM transition WHERE new = 'RUNNING'"));
        assertEquals(500L, sql.<Long>value("SELECT count(*) FROM transition WHERE new = 'COMPLETED'"));
        assertEquals(
                2L,
                sql.<Long>value("SELECT count(DISTINCT worker) FROM agreement.backfill_job WHERE tasks_processed = 2"));
    }

    @Test
    void a_worker_that_was_stopped_past_its_lease_writes_nothing_when_it_goes_on() throws Exception {
        int tasks = 30_000;
        int project = project(tasks);
        long job = organization.job(project, "QUEUED");
        try (Service stopped =
                service(Map.of("INTERRATER_WORKER_PAGE_TASKS", "20")).awaitStart()) {
            await().pollInterval(Duration.ofMillis(20)).until(() -> processed(job) > 0);
            stopped.signal("STOP");
            try (Service other = service(Map.of())) {
                other.awaitStart();
                await().atMost(Duration.ofSeconds(20)).until(() -> transitions(job, "RUNNING") == 2);
                stopped.signal("CONT");
                completes(job);
                String before = computed(project);
                stopped.run(1_000);
                assertEquals(before, computed(project));
            } finally {
                stopped.signal("CONT");
            }
        }
        assertEquals((long) tasks, processed(job));
        assertEquals(1, transitions(job, "COMPLETED"));
        assertEquals(2, transitions(job, "RUNNING"));
    }

    @Test
    void a_worker_that_stands_still_in_a_transaction_is_not_in_the_way_of_label_studios_migrations() throws Exception {
        long job = organization.job(project(10), "QUEUED");
        try (Service service = service(Map.of("INTERRATER_DATABASE_PATIENCE", "1S"));
                Connection other = sql.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE task_completion");
            service.awaitStart();
            await().until(() -> locksOnTask() > 0);
            service.signal("STOP");
            try {
                other.commit(); // the worker's statement ends, and nobody commits its transaction
                statement.execute("SET lock_timeout = '20s'");
                statement.execute("ALTER TABLE task ADD migrated boolean");
                statement.execute("ALTER TABLE task DROP migrated");
                other.commit();
            } finally {
                service.signal("CONT");
            }
            completes(job);
        }
    }

    /** Of transactions that wait for another table, as they do for the one that this test has locked. */
    private long locksOnTask() {
        return sql.<Long>value("""
                SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
                 WHERE relation = 'task'::regclass AND granted AND wait_event_type = 'Lock'""");
    }

    @Test
    void annotations_of_20_MB_fit_into_a_small_heap_also_in_two_jobs_at_once() {
        List<Long> jobs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Labelling labelling = Labelling.create(sql, organization, CONFIG);
            labelling.tasks(1_000);
            int large = labelling.task();
            for (int annotator = 0; annotator < 3; annotator++) {
                labelling.annotations(
                        organization.member(),
                        "replace('" + Labelling.choice("mood", "?") + "', '?', repeat('é', CASE task WHEN " + large
                                + " THEN 10000000 ELSE 20000 END))");
            }
            jobs.add(organization.job(labelling.project(), "QUEUED"));
        }
        try (Service service = service(Map.of(
                "JAVA_TOOL_OPTIONS", "-Xmx256m -XX:MaxDirectMemorySize=96m", "INTERRATER_WORKER_LEASE", "30S"))) {
            service.awaitStart();
            jobs.forEach(this::completes);
        }
        for (long job : jobs) {
            assertEquals(
                    1_001L, sql.<Long>value("SELECT matrices_created FROM agreement.backfill_job WHERE id = ?", job));
        }
    }

    @Test
    void a_worker_that_shuts_down_hands_its_job_back_at_once() {
        long job = organization.job(project(30_000), "QUEUED");
        Map<String, String> slow = Map.of("INTERRATER_WORKER_PAGE_TASKS", "20", "INTERRATER_WORKER_LEASE", "10M");
        try (Service service = service(slow)) {
            service.awaitStart();
            await().pollInterval(Duration.ofMillis(20)).until(() -> processed(job) > 0);
        }
        assertEquals("QUEUED", status(job));
        assertTrue(processed(job) < 30_000);
        try (Service service = service(Map.of())) {
            service.awaitStart();
            completes(job);
        }
        assertEquals(30_000L, processed(job));
    }

    @Test
    void a_label_config_that_is_no_xml_fails_its_job() {
        int project = project(2);
        sql.run("UPDATE project SET label_config = '<View>' WHERE id = ?", project);
        long job = organization.job(project, "QUEUED");
        try (Service service = service(Map.of())) {
            service.awaitStart();
            await().atMost(Duration.ofMinutes(1)).until(() -> status(job).equals("FAILED"));
        }
        assertEquals(
                "The label config is no XML (line 1).",
                sql.value("SELECT error_message FROM agreement.backfill_job WHERE id = ?", job));
    }

    @Test
    void shapes_that_cross_themselves_are_compared() {
        Labelling labelling = Labelling.create(
                sql,
                organization,
                "<View><Image name='image' value='$image'/><PolygonLabels name='shape' toName='image'>"
                        + "<Label value='A'/></PolygonLabels></View>");
        labelling.tasks(2);
        for (int corner : new int[] {100, 80}) {
            labelling.annotations(organization.member(), """
                    '[{"from_name": "shape", "to_name": "image", "type": "polygonlabels", "original_width": 100,
                       "original_height": 100, "value": {"polygonlabels": ["A"],
                       "points": [[0, 0], [%1$d, %1$d], [%1$d, 0], [0, %1$d]]}}]'""".formatted(corner));
        }
        long job = organization.job(labelling.project(), "QUEUED");
        try (Service service = service(Map.of())) {
            service.awaitStart();
            completes(job);
        }
        assertEquals(0L, sql.<Long>value("SELECT errors FROM agreement.backfill_job WHERE id = ?", job));
        assertEquals(2L, sql.<Long>value("SELECT matrices_created FROM agreement.backfill_job WHERE id = ?", job));
    }
}
