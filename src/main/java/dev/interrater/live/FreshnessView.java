package dev.interrater.live;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the agreement of a project follows its annotations.
 *
 * @param live whether it does
 * @param reason why it does not: {@code no_backfill}, {@code switched_off} or {@code no_worker}; null if it does
 * @param currentUntil all that Label Studio had saved by then is in the figures; null where nobody knows
 * @param behindSeconds how long ago that is; null where nobody knows
 * @param waitingTasks changed tasks that are to be compared, as far as they are counted
 * @param recomputing whether all tasks are being compared, because what they are compared by has changed, or many tasks have
 * @param sweptAt when all tasks were looked at; null before the first time
 */
@RegisterForReflection
@Schema(
        name = "Freshness",
        description = "How far the agreement of a project follows its annotations",
        requiredProperties = {
            "live",
            "reason",
            "current_until",
            "behind_seconds",
            "waiting_tasks",
            "recomputing",
            "swept_at"
        })
public record FreshnessView(
        @Schema(description = "Whether agreement follows the annotations by itself")
        boolean live,

        // No enumeration: in OpenAPI 3.0 null would have to be one of it, which generators make a value of.
        @Schema(
                nullable = true,
                description =
                        "Why it does not: no_backfill has come to its end yet, the organization has it switched_off, or no_worker"
                                + " has looked for changes for a minute")
        String reason,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                implementation = String.class,
                nullable = true,
                description = "All that Label Studio had saved by then is in the figures")
        Instant currentUntil,

        @Schema(nullable = true, minimum = "0", description = "How many seconds ago that is")
        Double behindSeconds,

        @Schema(
                minimum = "0",
                maximum = "100000",
                description = "Changed tasks that are to be compared; more are not counted")
        long waitingTasks,

        @Schema(description = "Whether all tasks are being compared again")
        boolean recomputing,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                implementation = String.class,
                nullable = true,
                description = "When all tasks were looked at last")
        Instant sweptAt) {
    /** As long as nobody looks for changes for no longer, somebody is taken to do so. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    static FreshnessView of(Row row) {
        Instant now = instant(row, "moment");
        Instant looked = instant(row, "looked_at");
        Instant waiting = instant(row, "waiting_since");
        String reason = reason(row, looked == null || looked.isBefore(now.minus(LONGEST_LOOK)));
        Instant current = waiting != null && looked != null && waiting.isBefore(looked) ? waiting : looked;
        if (reason != null) {
            current = null;
        }
        return new FreshnessView(
                reason == null,
                reason,
                current,
                current == null
                        ? null
                        : Math.max(0, Duration.between(current, now).toMillis() / 1e3),
                row.getLong("waiting"),
                row.getBoolean("is_wanted"),
                instant(row, "swept_at"));
    }

    private static String reason(Row row, boolean isAlone) {
        if (!row.getBoolean("is_complete")) {
            return "no_backfill";
        }
        if (!row.getBoolean("live")) {
            return "switched_off";
        }
        return isAlone ? "no_worker" : null;
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime moment = row.getOffsetDateTime(column);
        return moment == null ? null : moment.toInstant();
    }
}
