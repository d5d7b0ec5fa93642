package dev.interrater.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares what was answered about each region: a region takes that of the other annotator which it overlaps most, and
 * scores the agreement of the two answers, or 0 where nothing overlaps it by {@code iou_threshold}. The result is the mean
 * over all regions of both. Labels of the regions do not matter.
 *
 * <p>Label Studio's Agreement V2 documentation on per-region controls; of regions overlapped equally the best answer counts
 * (ours).
 */
final class RegionValues implements Metric {

    private static final String IOU_THRESHOLD = "iou_threshold";

    /** Every one of them has its answer compared. */
    private static final int MOST_EQUALS = 1_000_000;

    private final ValueMetric values;
    private final double iouThreshold;

    private RegionValues(Metric values, double iouThreshold) {
        this.values = (ValueMetric) values;
        this.iouThreshold = iouThreshold;
    }

    /** Of the metric for the answers. */
    static MetricType type(String code, MetricType values) {
        List<Parameter> parameters = Stream.concat(
                        Stream.of(Parameter.share(
                                IOU_THRESHOLD,
                                "Overlap (intersection over union) from which two regions are taken for the same",
                                0.5)),
                        values.parameters().stream())
                .toList();
        return new MetricType(code, parameters, false, settings -> {
            double iouThreshold = settings.number(IOU_THRESHOLD) - MetricType.ROUNDING;
            return new RegionValues(values.make(settings), iouThreshold);
        });
    }

    /** The regions of the other annotator that one region overlaps most. */
    private static final class Partners {
        private double iou;
        private final List<Region> regions = new ArrayList<>(1);

        /** Gives 1 if the region overlaps as much as another one, otherwise 0. */
        int offer(Region region, double offered) {
            if (offered < iou) {
                return 0;
            }
            if (offered > iou) {
                regions.clear();
            }
            iou = offered;
            regions.add(region);
            return regions.size() > 1 ? 1 : 0;
        }
    }

    @Override
    public double compare(Answer a, Answer b) {
        List<Region> one = RegionOverlap.regions(a);
        List<Region> other = RegionOverlap.regions(b);
        Partners[] partners = partners(one.size());
        Partners[] otherPartners = partners(other.size());
        Overlaps.Floor floor = (i, j) -> Math.max(iouThreshold, Math.min(partners[i].iou, otherPartners[j].iou));
        int[] equals = new int[1];
        Overlaps.visit(one, other, false, floor, (i, j, iou) -> {
            if (iou >= iouThreshold) {
                equals[0] += partners[i].offer(other.get(j), iou) + otherPartners[j].offer(one.get(i), iou);
            }
            if (equals[0] > MOST_EQUALS) {
                throw new IncomparableAnswerException("too many regions overlap others equally");
            }
        });
        return RegionOverlap.mean(scores(one, partners), scores(other, otherPartners));
    }

    private static Partners[] partners(int size) {
        return Stream.generate(Partners::new).limit(size).toArray(Partners[]::new);
    }

    private double[] scores(List<Region> regions, Partners[] partners) {
        double[] scores = new double[regions.size()];
        Arrays.setAll(
                scores,
                i -> partners[i].regions.stream()
                        .mapToDouble(partner -> compare(regions.get(i), partner))
                        .max()
                        .orElse(0));
        return scores;
    }

    private double compare(Region region, Region partner) {
        Deadline.check();
        return values.compare(region.value(), partner.value());
    }
}
