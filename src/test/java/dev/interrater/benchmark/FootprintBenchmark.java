package dev.interrater.benchmark;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the packaged service takes for a small project and for one a hundred times as large, how long its API takes to answer
 * meanwhile, and how often a worker without work asks the database.
 */
class FootprintBenchmark {
    private static final int QUIET_PROJECTS = 1_000;
    private static final int QUIET_TASKS = Integer.getInteger("quietTasks", 2_000_000);
    private static final int[] TASKS = {Integer.getInteger("small", 20_000), Integer.getInteger("large", 2_000_000)};
    private static final String HEAP = System.getProperty("heap", "256m");
    private static final int CONNECTIONS = 4;
    private static final long PAUSE_MILLIS = 10;

    private final Sql sql = Sql.in("footprint");

    @BeforeAll
    static void createDatabase() throws IOException, InterruptedException {
        TestDatabase.create("footprint", "/label-studio/worker.sql");
        try (Service migrating = launch(Map.of("INTERRATER_WORKER_ENABLED", "false"))) {
            migrating.awaitStart();
        }
    }

    private static Service launch(Map<String, String> environment, String... options) {
        return Service.launch(TestDatabase.environment("footprint", environment), options);
    }

    @Test
    void heap_memory_and_latency_of_a_backfill() throws Exception {
        System.out.printf(
                "%n%-16s %9s %14s %10s %22s %22s%n",
                "tasks", "tasks/s", "heap after GC", "peak RSS", "idle p50 / p99 µs", "busy p50 / p99 µs");
        for (int tasks : TASKS) {
            Organization organization = Organization.createIn(sql);
            int project = project(organization, tasks);
            CollectionLog collections = CollectionLog.create();
            try (Service service = launch(Map.of(), "-Xmx" + HEAP, collections.option())
                            .awaitStart();
                    Load load = new Load(
                            service.port(), CONNECTIONS, organization.owner().token(), PAUSE_MILLIS)) {
                String path = STATUS + "?job_id=" + organization.job(organization.project(), "COMPLETED");
                load.run(path, 5_000);
                Load.Result idle = load.run(path, 10_000);
                long start = System.nanoTime();
                long job = organization.job(project, "QUEUED");
                Load.Result busy = load.run(path, Math.min(20_000, Math.max(1_000, tasks / 20)));
                await().atMost(Duration.ofMinutes(20))
                        .until(() -> "COMPLETED"
                                .equals(sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)));
                System.out.printf(
                        "%-16d %9.0f %12d M %8d M %11.0f / %8.0f %11.0f / %8.0f%n",
                        tasks,
                        tasks / ((System.nanoTime() - start) / 1e9),
                        collections.mostLeft(),
                        peakMemory(service.pid()),
                        idle.medianMicros(),
                        idle.p99Micros(),
                        busy.medianMicros(),
                        busy.p99Micros());
            }
        }
    }

    private int project(Organization organization, int tasks) {
        Labelling labelling = Labelling.create(
                sql,
                organization,
                "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>");
        labelling.tasks(tasks);
        for (int i = 1; i <= 3; i++) {
            labelling.annotations(
                    organization.member(),
                    "replace('" + Labelling.choice("mood", "?") + "', '?', chr(65 + (task / " + i + ") % 2))");
        }
        sql.run("VACUUM ANALYZE");
        return labelling.project();
    }

    /** Megabytes that a process has ever had in memory; Linux only. */
    private static long peakMemory(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** A worker beside many quiet projects, without and with following annotations. */
    @Test
    void transactions_of_an_idle_worker() throws Exception {
        Sql sql = Sql.in("footprint");
        Organization organization = Organization.createIn(sql);
        for (int i = 0; i < QUIET_PROJECTS; i++) {
            int project = organization.project();
            // Nobody has touched them since yesterday.
            sql.run(
                    "INSERT INTO task (data, project_id, created_at, updated_at, is_labeled, overlap, total_annotations,"
                            + " cancelled_annotations, total_predictions, comment_count, unresolved_comment_count)"
                            + " SELECT '{}', ?, now() - interval '1 day', now() - interval '1 day', true, 3, 3, 0, 0, 0, 0"
                            + " FROM generate_series(1, ?)",
                    project,
                    QUIET_TASKS / QUIET_PROJECTS);
            sql.run(
                    "INSERT INTO agreement.followed_project (project_id, organization_id, is_complete, swept_at, sweep_writes)"
                            + " VALUES (?, ?, true, now(), 0)",
                    project,
                    organization.id());
        }
        sql.run("UPDATE project SET updated_at = now() - interval '1 day'");
        sql.run("VACUUM ANALYZE task");
        System.out.printf("%n%-28s %24s %24s%n", "idle worker", "transactions a minute", "ms of SQL a minute");
        idle("without following", "false");
        idle("following", "true");
    }

    /** Seen from another database, lest the questions be counted. */
    private static void idle(String name, String following) throws InterruptedException {
        String counted = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'footprint'";
        String time = "SELECT active_time FROM pg_stat_database WHERE datname = 'footprint'";
        try (Service service = launch(Map.of("INTERRATER_LIVE_ENABLED", following))) {
            service.awaitStart();
            service.run(150_000); // until statements are planned on each connection
            long before = Sql.main().value(counted);
            double timeBefore = Sql.main().value(time);
            service.run(120_000);
            System.out.printf(
                    "%-28s %24.1f %24.1f%n",
                    name,
                    (Sql.main().<Long>value(counted) - before) / 2.0,
                    (Sql.main().<Double>value(time) - timeBefore) / 2);
        }
    }
}
