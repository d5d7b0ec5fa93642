package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The totals of a members table. */
@RegisterForReflection
@Schema(
        name = "MemberPerformanceSummary",
        requiredProperties = {"summary"})
public record MemberSummaryView(Totals summary) {
    /**
     * Averages and sums over the rows that have a value in the column; null when none has.
     *
     * @param countPaused always 0: Label Studio Community pauses nobody
     */
    @RegisterForReflection
    @Schema(name = "MemberPerformanceTotals")
    public record Totals(
            @Schema(nullable = true) Double avgAgreement,

            @Schema(nullable = true) Long sumFinished,

            @Schema(nullable = true) Long sumSkipped,

            @Schema(nullable = true) Long sumReviewed,

            @Schema(nullable = true) Long sumAccepted,

            @Schema(nullable = true) Long sumFixedAndAccepted,

            @Schema(nullable = true) Long sumRejected,

            @Schema(nullable = true) Double avgReviewScore,

            @Schema(nullable = true) Double avgPerformanceScore,

            @Schema(nullable = true) Double sumLeadTime,

            @Schema(nullable = true) Double avgMeanTime,

            @Schema(nullable = true) Double avgMedianTime,

            @Schema(nullable = true) Double avgGroundTruthAgreement,

            @Schema(nullable = true) Double avgPredictionAgreement,

            @Schema(description = "0: Label Studio Community pauses nobody")
            long countPaused) {}

    static MemberSummaryView of(List<MemberRow> rows) {
        return new MemberSummaryView(new Totals(
                average(rows, MemberRow::agreement),
                count(rows, MemberRow::finished),
                count(rows, MemberRow::skipped),
                count(rows, MemberRow::reviewed),
                count(rows, MemberRow::accepted),
                count(rows, MemberRow::fixedAndAccepted),
                count(rows, MemberRow::rejected),
                average(rows, MemberRow::reviewScore),
                average(rows, MemberRow::performanceScore),
                rows.stream()
                        .map(MemberRow::sumLeadTime)
                        .filter(Objects::nonNull)
                        .reduce(Double::sum)
                        .orElse(null),
                average(rows, MemberRow::meanTime),
                average(rows, MemberRow::medianTime),
                average(rows, MemberRow::groundTruthAgreement),
                average(rows, MemberRow::predictionAgreement),
                0));
    }

    private static Long count(List<MemberRow> rows, Function<MemberRow, Long> column) {
        return rows.stream()
                .map(column)
                .filter(Objects::nonNull)
                .reduce(Long::sum)
                .orElse(null);
    }

    private static Double average(List<MemberRow> rows, Function<MemberRow, Double> column) {
        OptionalDouble average = rows.stream()
                .map(column)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        return average.isPresent() ? average.getAsDouble() : null;
    }
}
