package dev.interrater.benchmark;

import static dev.interrater.testing.Api.STATUS;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many clients that ask the packaged service once a second for the status of one running job, which gets on every few seconds: what that
 * costs the service and PostgreSQL, with the tag of the answer before and without.
 */
class PollBenchmark {
    private static final String DATABASE = "poll";
    private static final int CLIENTS = Integer.getInteger("polling", 2_000);
    private static final long MILLIS = Long.getLong("slice", 40_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 2);

    private final Sql sql = Sql.in(DATABASE);

    @Test
    void clients_that_poll() throws InterruptedException {
        TestDatabase.create(DATABASE, "/label-studio/worker.sql");
        try (Service service = Service.launch(
                        TestDatabase.environment(DATABASE, Map.of("INTERRATER_WORKER_ENABLED", "false")),
                        "-Dquarkus.http.limits.max-connections=" + 2 * CLIENTS,
                        "-Dinterrater.database.max-waiting=" + 2 * CLIENTS)
                .awaitStart()) {
            Organization organization = Organization.createIn(sql);
            long job = organization.job(
                    organization.project(), "RUNNING", Map.of("lease_until", "now() + interval '1 day'"));
            ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
            worker.scheduleAtFixedRate(
                    () -> sql.run(
                            "UPDATE agreement.backfill_job SET tasks_processed = tasks_processed + 1 WHERE id = ?",
                            job),
                    0,
                    5,
                    TimeUnit.SECONDS);
            System.out.printf(
                    "%n%-12s %10s %10s %10s %14s %14s %16s%n",
                    "", "answers/s", "p50 µs", "p99 µs", "service CPU %", "postgres CPU %", "transactions/s");
            String path = STATUS + "?job_id=" + job;
            try (Load load = new Load(service.port(), 100, organization.owner().token())) {
                load.run(path, 10_000); // warm
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (boolean polite : new boolean[] {false, true}) {
                    measure(service, organization, path, polite);
                }
            }
            worker.shutdownNow();
        }
    }

    private void measure(Service service, Organization organization, String path, boolean polite)
            throws InterruptedException {
        try (Load load = new Load(service.port(), CLIENTS, organization.owner().token(), 1_000, polite)) {
            long begin = System.nanoTime();
            Duration before = cpu(service.pid());
            Duration databaseBefore = database();
            long transactions = transactions();
            Load.Result result = load.run(path, MILLIS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%-12s %10.0f %10.0f %10.0f %14.0f %14.0f %16.0f%n",
                    polite ? "with ETag" : "without",
                    result.perSecond(),
                    result.medianMicros(),
                    result.p99Micros(),
                    100 * cpu(service.pid()).minus(before).toMillis() / 1e3 / seconds,
                    100 * database().minus(databaseBefore).toMillis() / 1e3 / seconds,
                    (transactions() - transactions) / seconds);
        }
    }

    private static Duration cpu(long process) {
        return ProcessHandle.of(process)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Of all backends, which live as long as the pools do. */
    private static Duration database() {
        AtomicLong millis = new AtomicLong();
        Stream<ProcessHandle> backends = ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
        backends.forEach(process -> millis.addAndGet(
                process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis()));
        return Duration.ofMillis(millis.get());
    }

    private long transactions() {
        return sql.value("SELECT xact_commit FROM pg_stat_database WHERE datname = ?", DATABASE);
    }
}
