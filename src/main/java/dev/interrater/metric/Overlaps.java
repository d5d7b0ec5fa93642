package dev.interrater.metric;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the pairs of regions that overlap, and measures by how much, as few of them as possible: not those that are known to
 * overlap less than what has been found for both of them already.
 */
final class Overlaps {

    /** Microseconds, as shapes estimate them. */
    private static final double MOST_WORK = 5_000_000;

    /** Of so many pairs it pays to measure the most promising first, after which most others need no measuring. */
    private static final long MANY_PAIRS = 10_000;

    private static final int PAIRS_AT_ONCE = 16;

    private static final int NONE = -1;

    /** Says how much intersection over union two regions must have to be of interest. */
    interface Floor {
        double of(int a, int b);
    }

    /** Takes two regions that overlap. */
    interface Visitor {
        void visit(int a, int b, double iou);
    }

    private final List<Region> a;
    private final List<Region> b;
    private final Visitor visitor;
    private double work;
    private int measured;

    private Overlaps(List<Region> a, List<Region> b, Visitor visitor) {
        this.a = a;
        this.b = b;
        this.visitor = visitor;
    }

    /**
     * Visits each pair that overlaps once, except those that are known to lie under the floor.
     *
     * @throws IncomparableAnswerException if that would take more than seconds
     */
    static void visit(List<Region> a, List<Region> b, boolean sameLabels, Floor floor, Visitor visitor) {
        Overlaps overlaps = new Overlaps(a, b, visitor);
        IouLimits limits = IouLimits.of(a, b);
        int[] promising = new int[a.size()];
        int[] otherPromising = new int[b.size()];
        Arrays.fill(promising, NONE);
        Arrays.fill(otherPromising, NONE);
        if ((long) a.size() * b.size() >= MANY_PAIRS && a.stream().anyMatch(Overlaps::isCostly)) {
            findPromising(a, b, sameLabels, limits, promising, otherPromising);
            overlaps.measure(promising, otherPromising);
        }
        RegionPairs.visit(a, b, sameLabels, (i, j) -> {
            double limit = limits.of(i, j);
            if (limit > 0 && limit >= floor.of(i, j) && promising[i] != j && otherPromising[j] != i) {
                overlaps.measure(i, j);
            }
        });
    }

    private static boolean isCostly(Region region) {
        return region.shape().cost() > 0;
    }

    private static void findPromising(
            List<Region> a, List<Region> b, boolean sameLabels, IouLimits limits, int[] promising, int[] other) {
        double[] best = new double[a.size()];
        double[] otherBest = new double[b.size()];
        RegionPairs.visit(a, b, sameLabels, (i, j) -> {
            double limit = limits.of(i, j);
            if (limit > best[i]) {
                best[i] = limit;
                promising[i] = j;
            }
            if (limit > otherBest[j]) {
                otherBest[j] = limit;
                other[j] = i;
            }
        });
    }

    private void measure(int[] promising, int[] otherPromising) {
        for (int i = 0; i < promising.length; i++) {
            if (promising[i] != NONE) {
                measure(i, promising[i]);
            }
        }
        for (int j = 0; j < otherPromising.length; j++) {
            if (otherPromising[j] != NONE && promising[otherPromising[j]] != j) {
                measure(otherPromising[j], j);
            }
        }
    }

    private void measure(int i, int j) {
        Shape one = a.get(i).shape();
        Shape other = b.get(j).shape();
        if (measured++ % PAIRS_AT_ONCE == 0) {
            Deadline.check();
        }
        work += one.cost() + other.cost();
        if (work > MOST_WORK) {
            throw new IncomparableAnswerException("too many regions overlap: " + a.size() + " with " + b.size());
        }
        double iou = one.iou(other);
        if (iou > 0) {
            visitor.visit(i, j, iou);
        }
    }
}
