package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How long the annotators of a project take, by ascending user ID. */
@RegisterForReflection
@Schema(
        name = "LeadTimeStatistics",
        requiredProperties = {"lead_time_stats"})
public record LeadTimesView(List<LeadTimes> leadTimeStats) {
    /**
     * Of one annotator, in seconds for a submitted annotation; null where none says how long it took.
     *
     * @param userId the annotator's
     */
    @RegisterForReflection
    @Schema(
            name = "LeadTimes",
            requiredProperties = {"user_id", "mean_time", "median_time", "sum_lead_time"})
    public record LeadTimes(
            @Schema(description = "User ID") long userId,

            @Schema(nullable = true, description = "Average lead time for the user, in seconds")
            Double meanTime,

            @Schema(nullable = true, description = "Median lead time for the user, in seconds")
            Double medianTime,

            @Schema(nullable = true, description = "Total lead time for the user, in seconds")
            Double sumLeadTime) {
        static LeadTimes of(Row row) {
            return new LeadTimes(
                    row.getLong("annotator_id"),
                    row.getDouble("mean_time"),
                    row.getDouble("median_time"),
                    row.getDouble("total_time"));
        }
    }
}
