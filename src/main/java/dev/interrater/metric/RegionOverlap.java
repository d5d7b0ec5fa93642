package dev.interrater.metric;

import java.util.List;

/**
 * The mean of every region's best score among the other annotator's regions, over all regions of both. A pair scores its
 * intersection over union if it has the same labels, otherwise 0; so regions without a partner count as 0.
 *
 * <p>Label Studio's Agreement V2 documentation, "IoU" and "Span overlap": the metrics differ only by the shapes they meet.
 */
final class RegionOverlap implements Metric {

    static MetricType type(String code) {
        return new MetricType(code, List.of(), false, settings -> new RegionOverlap());
    }

    @Override
    public double compare(Answer a, Answer b) {
        List<Region> one = regions(a);
        List<Region> other = regions(b);
        double[] best = new double[one.size()];
        double[] otherBest = new double[other.size()];
        Overlaps.visit(one, other, true, (i, j) -> Math.min(best[i], otherBest[j]), (i, j, iou) -> {
            best[i] = Math.max(best[i], iou);
            otherBest[j] = Math.max(otherBest[j], iou);
        });
        return mean(best, otherBest);
    }

    /** The mean of all numbers in both. */
    static double mean(double[] one, double[] other) {
        double sum = 0;
        for (double[] scores : List.of(one, other)) {
            double part = 0;
            for (double score : scores) {
                part += score;
            }
            sum += part;
        }
        return sum / (one.length + other.length);
    }

    static List<Region> regions(Answer answer) {
        if (answer instanceof Answer.Regions regions) {
            return regions.regions();
        }
        throw new IncomparableAnswerException("the metric compares regions only");
    }
}
