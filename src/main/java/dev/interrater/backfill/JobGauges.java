package dev.interrater.backfill;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The state of the queue, as the database has it: the same from every process. It is asked only when somebody scrapes, and
 * then at most once every few seconds. Scrapes run on worker threads, so waiting for the answer is allowed.
 */
@Singleton
class JobGauges {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    // One row per organization, the jobs in flight on workers, and the first entry of the index of claims: none of it
    // grows
    // with the history.
    private static final String COUNTS = """
            SELECT coalesce(sum(pending), 0)::bigint AS pending,
                   coalesce(sum(queued), 0)::bigint AS queued,
                   coalesce(sum(completed), 0)::bigint AS completed,
                   coalesce(sum(failed), 0)::bigint AS failed,
                   (SELECT count(*) FROM agreement.backfill_job WHERE status = 'RUNNING') AS running,
                   coalesce((SELECT greatest(0, extract(epoch FROM clock_timestamp() - created_at))
                               FROM agreement.backfill_job
                              WHERE status = 'QUEUED'
                              ORDER BY id LIMIT 1), 0)::float8 AS queue_age
              FROM agreement.backfill_tally
            """;

    private final Pool pool;
    private long asked;
    private Row counts;

    JobGauges(Pool pool) {
        this.pool = pool;
    }

    void register(@Observes StartupEvent event, MeterRegistry registry) {
        for (JobStatus status : JobStatus.values()) {
            String column = status.name().toLowerCase(Locale.ROOT);
            Gauge.builder("interrater.jobs", this, gauges -> gauges.value(column))
                    .tag("status", column)
                    .register(registry);
        }
        TimeGauge.builder("interrater.queue.age", this, TimeUnit.SECONDS, gauges -> gauges.value("queue_age"))
                .register(registry);
    }

    /** Not a number while the database is away. */
    private synchronized double value(String column) {
        if (asked == 0 || System.nanoTime() - asked > FRESH.toNanos()) {
            counts = ask();
            asked = System.nanoTime();
        }
        return counts == null ? Double.NaN : counts.getDouble(column);
    }

    private Row ask() {
        try {
            return pool.preparedQuery(COUNTS)
                    .execute()
                    .map(rows -> rows.iterator().next())
                    .await()
                    .atMost(PATIENCE);
        } catch (RuntimeException e) {
            Log.debugf("The queue cannot be measured: %s", e.getMessage());
            return null;
        }
    }
}
