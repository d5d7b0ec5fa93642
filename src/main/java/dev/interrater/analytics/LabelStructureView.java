package dev.interrater.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What there is to count in a project.
 *
 * @param choiceKeys of all dimensions, in their order
 */
@RegisterForReflection
@Schema(
        name = "LabelDistributionStructureResponse",
        requiredProperties = {"choice_keys", "dimensions"})
public record LabelStructureView(
        @Schema(readOnly = true, description = "All choice keys in stable order, to be joined by ___PIPE___")
        List<String> choiceKeys,

        List<Dimension> dimensions) {
    /**
     * A dimension.
     *
     * @param unsupportedReason why nothing is counted; left out where something is
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "LabelDistributionStructureDimension",
            requiredProperties = {"choice_keys", "choices", "name"})
    public record Dimension(
            @Schema(readOnly = true, description = "Keys of its choices: <name>___SEP___<choice>")
            List<String> choiceKeys,

            @Schema(description = "Its choices in the label config and in answers, ascending")
            List<String> choices,

            @Schema(description = "ID of the dimension") long dimensionId,

            @Schema(description = "Name of the control") String name,

            @Schema(description = "Type of its result items, where it has one")
            String type,

            @Schema(description = "Why its answers are not counted, where they are not")
            String unsupportedReason) {}

    static LabelStructureView of(Collection<LabelDistribution.Dimension> dimensions) {
        return new LabelStructureView(
                dimensions.stream()
                        .flatMap(dimension -> dimension.keys().stream())
                        .toList(),
                dimensions.stream()
                        .map(dimension -> new Dimension(
                                dimension.keys(),
                                List.copyOf(dimension.choices().keySet()),
                                dimension.id(),
                                dimension.name(),
                                dimension.type(),
                                dimension.countable()
                                        ? null
                                        : "Its answers are neither choices nor labels nor numbers."))
                        .toList());
    }
}
