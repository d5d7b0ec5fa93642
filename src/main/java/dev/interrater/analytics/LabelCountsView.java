package dev.interrater.analytics;

import dev.interrater.analytics.LabelDistribution.Count;
import dev.interrater.analytics.LabelDistribution.Dimension;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How often choices are given.
 *
 * @param nextOffset where the next page begins; null on the last, and when choices were named
 */
@RegisterForReflection
@Schema(
        name = "LabelDistributionCountsResponse",
        requiredProperties = {"next_offset", "results", "totals"})
public record LabelCountsView(@Schema(nullable = true) Integer nextOffset, List<Choice> results, Totals totals) {
    /** A choice; percentages are of all choices that are given in its dimension. */
    @RegisterForReflection
    @Schema(
            name = "LabelDistributionCountsRow",
            requiredProperties = {
                "choice",
                "choice_key",
                "dimension_name",
                "from_annotations_count",
                "from_annotations_percent",
                "from_predictions_count",
                "from_predictions_percent"
            })
    public record Choice(
            String choice,
            @Schema(readOnly = true) String choiceKey,
            String dimensionName,
            long fromAnnotationsCount,
            double fromAnnotationsPercent,
            long fromPredictionsCount,
            double fromPredictionsPercent) {
        /** A choice by its key; one that nobody gives, or that no dimension has, is given 0 times. */
        static Choice of(String key, Map<String, Dimension> dimensions) {
            int end = key.indexOf(LabelDistribution.SEPARATOR);
            String name = key.substring(0, end);
            String choice = key.substring(end + LabelDistribution.SEPARATOR.length());
            Dimension dimension = dimensions.get(name);
            Count count = dimension == null ? Count.NONE : dimension.choices().getOrDefault(choice, Count.NONE);
            Count total = dimension == null ? Count.NONE : dimension.total();
            return new Choice(
                    choice,
                    key,
                    name,
                    count.annotations(),
                    percent(count.annotations(), total.annotations()),
                    count.predictions(),
                    percent(count.predictions(), total.predictions()));
        }

        private static double percent(long part, long whole) {
            return whole == 0 ? 0 : 100.0 * part / whole;
        }
    }

    /** How many choices are given in each dimension, by its name. */
    @RegisterForReflection
    @Schema(
            name = "LabelDistributionCountsTotals",
            requiredProperties = {"annotation_totals_by_dimension", "prediction_totals_by_dimension"})
    public record Totals(
            @Schema(description = "From annotations, by dimension name")
            Map<String, Long> annotationTotalsByDimension,

            @Schema(description = "From predictions, by dimension name")
            Map<String, Long> predictionTotalsByDimension) {}

    static LabelCountsView of(List<String> keys, Integer nextOffset, Map<String, Dimension> dimensions) {
        Map<String, Long> annotations = new LinkedHashMap<>();
        Map<String, Long> predictions = new LinkedHashMap<>();
        dimensions.forEach((name, dimension) -> {
            annotations.put(name, dimension.total().annotations());
            predictions.put(name, dimension.total().predictions());
        });
        return new LabelCountsView(
                nextOffset,
                keys.stream().map(key -> Choice.of(key, dimensions)).toList(),
                new Totals(annotations, predictions));
    }
}
