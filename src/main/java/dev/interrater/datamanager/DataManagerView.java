package dev.interrater.datamanager;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether the agreement of a project is in Label Studio's Data Manager, and what that does to the project.
 *
 * @param state {@code off}, {@code on}, or {@code removing} until all is taken out again
 * @param hindrance why nothing can be written: {@code no_address}, {@code no_token} or {@code version_taken}; null if it can
 * @param modelVersion the one that our predictions have
 * @param tasks tasks with a score, each of which has a prediction of ours in the end
 * @param written how many of those there are now
 * @param totalPredictions how many predictions of any kind the project has now
 * @param totalPredictionsThen how many it has when all of ours are written
 * @param shownModelVersion the model version that the project shows; null where it shows none
 * @param scoreColumn what Label Studio's column of prediction scores is then: {@code agreement}, {@code average} over all predictions, or
 *     {@code other}, scores of another version
 * @param upToDate whether all that is known here is written
 * @param since when it was switched on; null while it is off
 * @param checkedAt when all tasks were looked at; null before the first time
 * @param writtenAt when something was written; null before the first time
 * @param error why it does not go on; null while it does
 * @param failedAt when that was found last
 */
@RegisterForReflection
@Schema(
        name = "DataManager",
        description =
                "Whether the agreement of a project is in Label Studio's Data Manager, and what that does to the project",
        requiredProperties = {
            "state",
            "hindrance",
            "model_version",
            "tasks",
            "written",
            "total_predictions",
            "total_predictions_then",
            "shown_model_version",
            "score_column",
            "up_to_date",
            "since",
            "checked_at",
            "written_at",
            "error",
            "failed_at"
        })
public record DataManagerView(
        @Schema(
                enumeration = {"off", "on", "removing"},
                description = "removing: until the last prediction of ours is taken out")
        String state,

        // No enumeration: in OpenAPI 3.0 null would have to be one of it, which generators make a value of.
        @Schema(
                nullable = true,
                description =
                        "Why nothing can be written: this service has no_address of Label Studio, it has no_token for the"
                                + " organization, or the version_taken is one of predictions that are not ours")
        String hindrance,

        @Schema(description = "The model version of the predictions that hold the scores")
        String modelVersion,

        @Schema(
                minimum = "0",
                description = "Tasks with a score: each gets a prediction with that score and an empty result")
        long tasks,

        @Schema(minimum = "0", description = "How many of these predictions there are now")
        long written,

        @Schema(minimum = "0", description = "Predictions of all models in the project now, ours included")
        long totalPredictions,

        @Schema(minimum = "0", description = "How many there are when all of ours are written")
        long totalPredictionsThen,

        @Schema(
                nullable = true,
                description =
                        "The model version that the project shows to annotators. It is never changed, but that deleting the one"
                                + " that a project shows makes Label Studio show none")
        String shownModelVersion,

        @Schema(
                enumeration = {"agreement", "average", "other"},
                description =
                        "What Label Studio's column of prediction scores has, as the project is set: agreement where it shows our"
                                + " version, the average over all predictions of a task where its version is null, else the scores of another version")
        String scoreColumn,

        @Schema(description = "Whether all scores that are known here are written")
        boolean upToDate,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                implementation = String.class,
                nullable = true,
                description = "When it was switched on")
        Instant since,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                implementation = String.class,
                nullable = true,
                description = "When all tasks were looked at last")
        Instant checkedAt,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                implementation = String.class,
                nullable = true,
                description = "When something was written to Label Studio last")
        Instant writtenAt,

        @Schema(nullable = true, description = "Why it does not go on at the moment; it is tried again")
        String error,

        @Schema(
                type = SchemaType.STRING,
                format = "date-time",
                implementation = String.class,
                nullable = true,
                description = "When that happened last")
        Instant failedAt) {

    /** What is so now. */
    static DataManagerView of(Row row, String hindrance) {
        Boolean wanted = row.getBoolean("is_wanted");
        long tasks = row.getLong("tasks");
        long ours = row.getLong("ours");
        long total = row.getLong("predictions");
        String shown = row.getString("model_version");
        String error = row.getString("last_error");
        return new DataManagerView(
                wanted == null ? "off" : wanted ? "on" : "removing",
                hindrance == null && wanted == null && ours > 0 ? "version_taken" : hindrance,
                ScoreStore.VERSION,
                tasks,
                wanted == null ? 0 : ours,
                total,
                total - ours + tasks,
                shown,
                shown == null ? "average" : shown.equals(ScoreStore.VERSION) ? "agreement" : "other",
                row.getBoolean("up_to_date"),
                instant(row, "since"),
                instant(row, "walked_at"),
                instant(row, "written_at"),
                error,
                error == null ? null : instant(row, "failed_at"));
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime moment = row.getOffsetDateTime(column);
        return moment == null ? null : moment.toInstant();
    }
}
