package dev.interrater.agreement;

import dev.interrater.answer.Category;
import dev.interrater.dimension.ActiveDimension;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Metric;
import dev.interrater.metric.MetricType;
import dev.interrater.metric.Metrics;
import dev.interrater.metric.PairScores;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * How answers are compared in one dimension.
 *
 * @param matching what consensus counts matches by, from the answers and their scores
 */
record DimensionComparison(
        ActiveDimension kept, Metric metric, BiFunction<List<Answer>, PairScores, PairScores> matching) {
    private static final String THRESHOLD = "threshold";

    static DimensionComparison of(ActiveDimension kept) {
        try {
            Metric metric = Metrics.of(kept.metricType(), kept.metricParams());
            return new DimensionComparison(kept, metric, matching(kept.metricType(), kept.metricParams()));
        } catch (IllegalArgumentException e) {
            throw new InvalidLabelConfigException(
                    "Dimension " + kept.dimension().name() + ": " + e.getMessage());
        }
    }

    /** Metrics that say yes or no serve consensus themselves, others through their threshold variant. */
    private static BiFunction<List<Answer>, PairScores, PairScores> matching(String code, Map<String, ?> params) {
        MetricType variant = Metrics.find(code + "_" + THRESHOLD).orElse(null);
        if (variant == null) {
            return (answers, scores) -> scores;
        }
        Object standard = variant.parameters().stream()
                .filter(parameter -> parameter.name().equals(THRESHOLD))
                .map(parameter -> parameter.schema().get("default"))
                .findFirst()
                .orElse(null);
        if (standard == null) {
            Metric yesOrNo = variant.with(params);
            return (answers, scores) -> PairScores.of(answers, yesOrNo);
        }
        // The score is known already, and comparing regions is what takes the time.
        variant.with(params);
        double threshold = ((Number) (params.get(THRESHOLD) == null ? standard : params.get(THRESHOLD))).doubleValue();
        return (answers, scores) -> scores.thresholded(threshold);
    }

    TaskAgreement.Matrix compare(List<Answer> answers) {
        PairScores scores = PairScores.of(answers, metric);
        double consensus =
                matching.apply(answers, scores).consensus(kept.dimension().isCategorical());
        String[] categories =
                kept.dimension().isCategorical() || kept.dimension().isNumeric()
                        ? answers.stream().map(Category::of).toArray(String[]::new)
                        : null;
        return new TaskAgreement.Matrix(kept.id(), scores.toArray(), scores.pairwise(), consensus, categories);
    }
}
