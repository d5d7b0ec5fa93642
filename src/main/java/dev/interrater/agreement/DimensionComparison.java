package dev.interrater.agreement;

import dev.interrater.answer.Category;
import dev.interrater.dimension.ActiveDimension;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import dev.interrater.labelconfig.TagRules;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Deadline;
import dev.interrater.metric.Metric;
import dev.interrater.metric.MetricType;
import dev.interrater.metric.Metrics;
import dev.interrater.metric.PairScores;
import java.util.Arrays;
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

    /**
     * Compares what participants answered, of whom the last ones are annotators.
     *
     * @param answers null where a participant's cannot be read, who is no annotator
     */
    Matrix compare(List<Answer> answers, int annotators) {
        int others = answers.size() - annotators;
        List<Answer> own = answers.subList(others, answers.size());
        PairScores scores = PairScores.of(own, metric);
        double[] all = others == 0 ? scores.toArray() : withOthers(answers, others, scores);
        boolean isAgreement = annotators >= 2;
        return matrix(
                answers,
                all,
                isAgreement ? scores.pairwise() : null,
                isAgreement
                        ? matching.apply(own, scores).consensus(kept.dimension().isCategorical())
                        : null,
                kept.dimension().region() != null || marksRegions()
                        ? LabelScores.ofRegions(answers, all, metric)
                        : null);
    }

    /** Only what participants answered, not how far they agree. */
    Matrix count(List<Answer> answers) {
        double[] none = new double[answers.size() * (answers.size() - 1) / 2];
        Arrays.fill(none, Double.NaN);
        LabelScores labels = kept.dimension().region() != null || marksRegions()
                ? LabelScores.ofRegions(answers, none, (one, other) -> Double.NaN)
                : null;
        return matrix(answers, none, null, null, labels);
    }

    private double[] withOthers(List<Answer> answers, int others, PairScores own) {
        double[] all = new double[answers.size() * (answers.size() - 1) / 2];
        for (int i = 0, next = 0; i < answers.size(); i++) {
            for (int j = i + 1; j < answers.size(); j++, next++) {
                if (i >= others) {
                    all[next] = own.get(i - others, j - others);
                } else if (answers.get(i) == null || answers.get(j) == null) {
                    all[next] = Double.NaN;
                } else {
                    Deadline.check();
                    all[next] = metric.score(answers.get(i), answers.get(j));
                }
            }
        }
        return all;
    }

    private Matrix matrix(
            List<Answer> answers, double[] scores, Double pairwise, Double consensus, LabelScores ofRegions) {
        ConfigDimension dimension = kept.dimension();
        if (!dimension.isCategorical() && !dimension.isNumeric()) {
            return new Matrix(kept.id(), scores, pairwise, consensus, null, 0, ofRegions);
        }
        String[] categories = answers.stream().map(Category::of).toArray(String[]::new);
        int counted = Matrix.TOGETHER
                + (dimension.isCategorical() ? Matrix.CONFUSION : 0)
                + (dimension.hasCountableValues() ? Matrix.VALUES : 0)
                + (dimension.isOfItems() ? Matrix.LABELS : 0);
        if (dimension.isOfItems() && Arrays.stream(categories).anyMatch(Category::isDigest)) {
            return new Matrix(
                    kept.id(),
                    scores,
                    pairwise,
                    consensus,
                    categories,
                    Matrix.TOGETHER + Matrix.CONFUSION,
                    LabelScores.ofValues(answers, scores));
        }
        return new Matrix(kept.id(), scores, pairwise, consensus, categories, counted, null);
    }

    private boolean marksRegions() {
        return kept.dimension().path() == null
                && TagRules.of(kept.dimension().control()).marksRegions();
    }
}
