package dev.interrater.backfill;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The state of the queue, as the database has it: the same from every process. It is asked only when somebody scrapes, and
 * then at most once every few seconds. Scrapes run on worker threads, so waiting for the answer is allowed.
 */
@Singleton
class JobGauges {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // $1 the kinds. One row per organization and kind, the jobs in flight on workers, and the first entry of the index
    // of
    // claims: none of it grows with the history.
    private static final String COUNTS = """
            SELECT kind,
                   coalesce(tally.pending, 0)::bigint AS pending,
                   coalesce(tally.queued, 0)::bigint AS queued,
                   coalesce(tally.completed, 0)::bigint AS completed,
                   coalesce(tally.failed, 0)::bigint AS failed,
                   (SELECT count(*)
                      FROM agreement.backfill_job job
                     WHERE job.status = 'RUNNING' AND job.kind = kinds.kind) AS running,
                   coalesce((SELECT greatest(0, extract(epoch FROM clock_timestamp() - created_at))
                               FROM agreement.backfill_job
                              WHERE status = 'QUEUED'
                              ORDER BY id LIMIT 1), 0)::float8 AS queue_age
              FROM unnest($1::text[]) AS kinds (kind)
              LEFT JOIN (SELECT kind,
                                sum(pending) AS pending,
                                sum(queued) AS queued,
                                sum(completed) AS completed,
                                sum(failed) AS failed
                           FROM agreement.backfill_tally
                          GROUP BY kind) AS tally USING (kind)
            """;
    private static final String[] KINDS =
            Arrays.stream(JobKind.values()).map(Enum::name).toArray(String[]::new);

    private final Pool pool;
    private long asked;

    /** By kind; empty while the database is away. */
    private Map<String, Row> counts = Map.of();

    JobGauges(Pool pool) {
        this.pool = pool;
    }

    void register(@Observes StartupEvent event, MeterRegistry registry) {
        for (JobKind kind : JobKind.values()) {
            for (JobStatus status : JobStatus.values()) {
                String column = lowerCase(status);
                Gauge.builder("interrater.jobs", this, gauges -> gauges.value(kind, column))
                        .tag("kind", lowerCase(kind))
                        .tag("status", column)
                        .register(registry);
            }
        }
        // There is one queue, so every kind has its age.
        TimeGauge.builder(
                        "interrater.queue.age",
                        this,
                        TimeUnit.SECONDS,
                        gauges -> gauges.value(JobKind.AGREEMENT, "queue_age"))
                .register(registry);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Not a number while the database is away. */
    private synchronized double value(JobKind kind, String column) {
        if (asked == 0 || System.nanoTime() - asked > FRESH.toNanos()) {
            counts = ask();
            asked = System.nanoTime();
        }
        Row row = counts.get(kind.name());
        return row == null ? Double.NaN : row.getDouble(column);
    }

    private Map<String, Row> ask() {
        try {
            Map<String, Row> byKind = new HashMap<>();
            pool.preparedQuery(COUNTS)
                    .execute(Tuple.of(KINDS))
                    .await()
                    .atMost(PATIENCE)
                    .forEach(row -> byKind.put(row.getString("kind"), row));
            return byKind;
        } catch (RuntimeException e) {
            Log.debugf("The queue cannot be measured: %s", e.getMessage());
            return Map.of();
        }
    }
}
