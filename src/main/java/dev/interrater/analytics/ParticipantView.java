package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a participant agrees with others.
 *
 * @param id a user's ID, {@code ground_truth}, or {@code model:<version>}
 * @param name the user's first and last name, or user name, or the version; null where none is known
 * @param overall over all dimensions
 * @param dimensions the active ones in which there is something to compare, in their order
 */
@RegisterForReflection
@Schema(
        name = "AgreementParticipant",
        requiredProperties = {"id", "name", "overall", "dimensions"})
public record ParticipantView(
        @Schema(
                oneOf = {Long.class, String.class},
                description = "ID of the user, ground_truth, or model:<version>")
        Object id,

        @Schema(nullable = true) String name,

        Means overall,

        List<OfDimension> dimensions) {
    /** With all annotators, the ground truth, and all models. */
    @RegisterForReflection
    @Schema(
            name = "ParticipantMeans",
            requiredProperties = {"annotators", "ground_truth", "models"})
    public record Means(Mean annotators, Mean groundTruth, Mean models) {
        static Means of(Map<Counterpart, Mean> means) {
            return new Means(
                    means.getOrDefault(Counterpart.ANNOTATORS, Mean.NONE),
                    means.getOrDefault(Counterpart.GROUND_TRUTH, Mean.NONE),
                    means.getOrDefault(Counterpart.MODELS, Mean.NONE));
        }
    }

    /** The same in one dimension. */
    @RegisterForReflection
    @Schema(
            name = "ParticipantMeansOfDimension",
            requiredProperties = {"id", "name", "means"})
    public record OfDimension(
            @Schema(description = "ID of the dimension") long id, String name, Means means) {}

    /**
     * A mean.
     *
     * @param comparisons how many: one for each task and each other who answered it
     */
    @RegisterForReflection
    @Schema(
            name = "MeanAgreement",
            requiredProperties = {"agreement", "comparisons"})
    public record Mean(
            @Schema(nullable = true, minimum = "0", maximum = "1", description = "Null without comparisons")
            Double agreement,

            @Schema(description = "One for each task and each other who answered it")
            long comparisons) {
        static final Mean NONE = new Mean(null, 0);
    }

    /** What a participant is called in answers, who is a number where sums are kept. */
    public static Object id(long participant, String version) {
        if (participant > 0) {
            return participant;
        }
        return participant == 0 ? "ground_truth" : ParticipantIds.MODEL + version;
    }
}
