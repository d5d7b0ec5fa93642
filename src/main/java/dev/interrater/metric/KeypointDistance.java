package dev.interrater.metric;

import java.util.List;

/**
 * The share of key points, of both annotators, for which the other one has a point with the same labels within
 * {@code max_distance}, in percent units (details ours). Every point says yes or no, so it may be used under consensus, where two annotators match if
 * all their points do.
 */
final class KeypointDistance implements Metric {

    static final MetricType TYPE = new MetricType(
            "keypoint_distance",
            List.of(Parameter.distance(
                    "max_distance", "Distance up to which two points match, in percent of the image", 5)),
            true,
            settings -> new KeypointDistance(settings.number("max_distance")));

    private final double maxDistance;

    private KeypointDistance(double maxDistance) {
        this.maxDistance = maxDistance + MetricType.ROUNDING;
    }

    @Override
    public double compare(Answer a, Answer b) {
        List<Region> one = RegionOverlap.regions(a);
        List<Region> other = RegionOverlap.regions(b);
        double[] best = new double[one.size()];
        double[] otherBest = new double[other.size()];
        RegionPairs.visit(one, other, true, (i, j) -> {
            if (one.get(i).shape() instanceof Point point
                    && other.get(j).shape() instanceof Point otherPoint
                    && point.distance(otherPoint) <= maxDistance) {
                best[i] = 1;
                otherBest[j] = 1;
            }
        });
        return RegionOverlap.mean(best, otherBest);
    }
}
