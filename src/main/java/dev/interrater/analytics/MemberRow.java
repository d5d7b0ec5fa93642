package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a participant has done in a project. A figure that does not exist is null.
 *
 * @param id the user's, a number, or {@code model:<version>}
 * @param agreement mean agreement with all other annotators, 0…1
 * @param finished submitted annotations; of a model, predictions
 * @param skipped skipped annotations
 * @param sumLeadTime seconds for all submitted annotations; likewise the mean and the median of one
 * @param groundTruthAgreement mean agreement with the ground truth, 0…1
 * @param predictionAgreement mean agreement with all model versions, 0…1
 * @param lastActive when an annotation or prediction was written last
 */
@RegisterForReflection
@Schema(name = "MemberPerformanceRow")
public record MemberRow(
        @Schema(
                oneOf = {Long.class, String.class},
                description = "ID of the user, or model:<version>")
        Object id,

        @Schema(description = "Of the user, or the version of the model")
        String username,

        @Schema(nullable = true) String email,

        @Schema(nullable = true) String firstName,

        @Schema(nullable = true) String lastName,

        @Schema(nullable = true) String avatar,

        @Schema(nullable = true, minimum = "0", maximum = "1", description = "Mean agreement with other annotators")
        Double agreement,

        @Schema(nullable = true, description = "Submitted annotations, or predictions")
        Long finished,

        @Schema(nullable = true, description = "Skipped annotations")
        Long skipped,

        @Schema(nullable = true, description = "Null: there are no reviews")
        Long reviewed,

        @Schema(nullable = true, description = "Null: there are no reviews")
        Long accepted,

        @Schema(nullable = true, description = "Null: there are no reviews")
        Long fixedAndAccepted,

        @Schema(nullable = true, description = "Null: there are no reviews")
        Long rejected,

        @Schema(nullable = true, description = "Null: there are no reviews")
        Double reviewScore,

        @Schema(nullable = true, description = "Null: there are no reviews")
        Double performanceScore,

        @Schema(nullable = true, description = "Total lead time of submitted annotations, in seconds")
        Double sumLeadTime,

        @Schema(nullable = true, description = "Average lead time of one, in seconds")
        Double meanTime,

        @Schema(nullable = true, description = "Median lead time of one, in seconds")
        Double medianTime,

        @Schema(nullable = true, minimum = "0", maximum = "1", description = "Mean agreement with the ground truth")
        Double groundTruthAgreement,

        @Schema(nullable = true, minimum = "0", maximum = "1", description = "Mean agreement with all model versions")
        Double predictionAgreement,

        @Schema(
                nullable = true,
                implementation = String.class,
                format = "date-time",
                description = "Last activity in the project")
        Instant lastActive) {

    /** Of a user; counts of who has done nothing are 0. */
    static MemberRow ofAnnotator(Row row) {
        return ofUser(
                UserView.of(row),
                count(row, "submitted"),
                count(row, "skipped"),
                row.getDouble("total_time"),
                row.getDouble("mean_time"),
                row.getDouble("median_time"),
                instant(row));
    }

    /** Of a user of whom no reviews are known. */
    static MemberRow ofReviewer(Row row) {
        return ofUser(UserView.of(row), null, null, null, null, null, null);
    }

    private static MemberRow ofUser(
            UserView user, Long finished, Long skipped, Double total, Double mean, Double median, Instant lastActive) {
        return new MemberRow(
                user.id(),
                user.username(),
                user.email(),
                user.firstName(),
                user.lastName(),
                user.avatar(),
                null,
                finished,
                skipped,
                null,
                null,
                null,
                null,
                null,
                null,
                total,
                mean,
                median,
                null,
                null,
                lastActive);
    }

    /** Of a model version. */
    static MemberRow ofModel(Row row) {
        String version = row.getString("version");
        return new MemberRow(
                ParticipantIds.MODEL + version,
                version,
                null,
                null,
                null,
                null,
                null,
                row.getLong("predictions"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                instant(row));
    }

    /** The same with how far the participant agrees with others. */
    MemberRow with(Map<Counterpart, Double> means) {
        return new MemberRow(
                id,
                username,
                email,
                firstName,
                lastName,
                avatar,
                means.get(Counterpart.ANNOTATORS),
                finished,
                skipped,
                reviewed,
                accepted,
                fixedAndAccepted,
                rejected,
                reviewScore,
                performanceScore,
                sumLeadTime,
                meanTime,
                medianTime,
                means.get(Counterpart.GROUND_TRUTH),
                means.get(Counterpart.MODELS),
                lastActive);
    }

    private static Long count(Row row, String column) {
        Long count = row.getLong(column);
        return count == null ? 0 : count;
    }

    private static Instant instant(Row row) {
        OffsetDateTime lastActive = row.getOffsetDateTime("last_active");
        return lastActive == null ? null : lastActive.toInstant();
    }
}
