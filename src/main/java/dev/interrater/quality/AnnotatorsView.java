package dev.interrater.quality;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How competent the annotators of a project are in one dimension.
 *
 * @param reason why that cannot be told; null where it can
 * @param answers of annotators, over all tasks
 */
@RegisterForReflection
@Schema(
        name = "AnnotatorCompetences",
        requiredProperties = {
            "id",
            "name",
            "from_name",
            "computed_at",
            "out_of_date",
            "reason",
            "tasks",
            "answers",
            "values",
            "annotators"
        })
public record AnnotatorsView(
        @Schema(description = "ID of the dimension") long id,

        @Schema(description = "Name of the dimension") String name,

        @Schema(description = "Name of the control whose answers they are")
        String fromName,

        Instant computedAt,

        @Schema(description = "Whether answers have changed since")
        boolean outOfDate,

        @Schema(nullable = true, description = "Why there is no consensus, null where there is one")
        String reason,

        @Schema(description = "How many tasks have an answer")
        long tasks,

        @Schema(description = "How many answers they have") long answers,

        List<ValueView> values,

        @Schema(description = "The least competent first") List<AnnotatorView> annotators) {
    /**
     * A value.
     *
     * @param prior the share of tasks of which it is probably right
     */
    @RegisterForReflection
    @Schema(
            name = "ConsensusValue",
            requiredProperties = {"value", "prior"})
    public record ValueView(
            @Schema(description = "The answer; several choices in one are one value")
            String value,

            @Schema(minimum = "0", maximum = "1", description = "The share of tasks of which it is probably right")
            double prior) {}
}
