package dev.interrater.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready is who reaches the database, gets an answer from it, and finds our tables in it. One that accepts connections and hangs is away; so is
 * one that hangs on some of them, which a single question on a connection that happens to work would not tell.
 */
@Readiness
@Singleton
class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** As every request does, it needs our schema, the right to read it, and nobody who keeps it locked. */
    private static final String QUESTION = "SELECT FROM agreement.backfill_job LIMIT 0";

    private final Pool pool;
    private final Silence silence;

    DatabaseReadiness(Pool pool, Silence silence) {
        this.pool = pool;
        this.silence = silence;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query(QUESTION)
                .execute()
                .map(rows -> silence.isRecent()
                        ? down("Connections have been silent of late")
                        : HealthCheckResponse.up(NAME))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> down(String.valueOf(failure.getMessage())));
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named(NAME).down().withData("reason", reason).build();
    }
}
