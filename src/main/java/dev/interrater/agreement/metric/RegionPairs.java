package dev.interrater.agreement.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may match whom: the regions of two annotators that lie at the same place, and if asked for, have the same labels. */
final class RegionPairs {

    /** Twenty thousand regions on either side take seconds; what is beyond could take days. */
    private static final long MOST_PAIRS = 400_000_000;

    /** Microseconds, as shapes estimate them. */
    private static final double MOST_WORK = 5_000_000;

    private record Group(Place place, Set<String> labels) {}

    /** Takes regions of the one and the other by their positions in their lists. */
    interface Visitor {
        void visit(int a, int b);
    }

    /** Says how much intersection over union two regions must have to be of interest. */
    interface Floor {
        double of(int a, int b);
    }

    /** Takes two regions that overlap. */
    interface OverlapVisitor {
        void visit(int a, int b, double iou);
    }

    private RegionPairs() {}

    /**
     * Visits the pairs that overlap, except those that are known to lie under the floor.
     *
     * @throws IncomparableAnswerException if that would take more than seconds
     */
    static void visitOverlaps(List<Region> a, List<Region> b, boolean sameLabels, Floor floor, OverlapVisitor visitor) {
        double[] work = new double[1];
        visit(a, b, sameLabels, (i, j) -> {
            Shape one = a.get(i).shape();
            Shape other = b.get(j).shape();
            double limit = one.iouLimit(other);
            if (limit > 0 && limit >= floor.of(i, j)) {
                work[0] += one.cost() + other.cost();
                if (work[0] > MOST_WORK) {
                    throw new IncomparableAnswerException(
                            "too many regions overlap: " + a.size() + " with " + b.size());
                }
                double iou = one.iou(other);
                if (iou > 0) {
                    visitor.visit(i, j, iou);
                }
            }
        });
    }

    /**
     * Visits all pairs.
     *
     * @throws IncomparableAnswerException if that would take more than seconds
     */
    static void visit(List<Region> a, List<Region> b, boolean sameLabels, Visitor visitor) {
        if ((long) a.size() * b.size() > MOST_PAIRS) {
            throw new IncomparableAnswerException("too many regions to compare: " + a.size() + " with " + b.size());
        }
        Map<Group, List<Integer>> groups = new HashMap<>();
        for (int j = 0; j < b.size(); j++) {
            groups.computeIfAbsent(group(b.get(j), sameLabels), group -> new ArrayList<>())
                    .add(j);
        }
        for (int i = 0; i < a.size(); i++) {
            for (int j : groups.getOrDefault(group(a.get(i), sameLabels), List.of())) {
                visitor.visit(i, j);
            }
        }
    }

    private static Group group(Region region, boolean sameLabels) {
        return new Group(region.place(), sameLabels ? region.labels() : Set.of());
    }
}
