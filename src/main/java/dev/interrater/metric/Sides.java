package dev.interrater.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The sides of an area of the plane, from the left to the right, each with a sign: 1 where the area lies under it, -1 where it lies
 * over it. The signs of the sides over a point add up to 1 inside the area and to 0 outside; so the area that two of them
 * have in common is the sum, over all pairs of sides, of what lies under both. Sides that touch or coincide need no special
 * case, which is what intersecting outlines is mostly about.
 */
final class Sides {
    /** Of sides one over the other: about a second. */
    private static final long MOST_PAIRS = 100_000_000;

    private static final int SIDES_AT_ONCE = 64;

    /** Microseconds, about, for a pair. */
    private static final double PAIR = 0.01;

    private record Side(double x1, double y1, double x2, double y2, int sign) {}

    private final double[] x1;
    private final double[] y1;
    private final double[] x2;
    private final double[] slope;
    private final int[] sign;
    private final double widest;

    private Sides(List<Side> sides) {
        List<Side> sorted = new ArrayList<>(sides);
        sorted.sort(Comparator.comparingDouble(Side::x1));
        x1 = sorted.stream().mapToDouble(Side::x1).toArray();
        y1 = sorted.stream().mapToDouble(Side::y1).toArray();
        x2 = sorted.stream().mapToDouble(Side::x2).toArray();
        slope = sorted.stream()
                .mapToDouble(side -> (side.y2 - side.y1) / (side.x2 - side.x1))
                .toArray();
        sign = sorted.stream().mapToInt(Side::sign).toArray();
        widest = sorted.stream().mapToDouble(side -> side.x2 - side.x1).max().orElse(0);
    }

    /**
     * Of rings that do not cross themselves or each other: in pairs of xs and ys, the last side leads back to the first corner.
     *
     * @param holes for each ring, whether it is the edge of a hole
     */
    static Sides of(List<double[][]> rings, List<Boolean> holes) {
        List<Side> sides = new ArrayList<>();
        for (int r = 0; r < rings.size(); r++) {
            double[] xs = rings.get(r)[0];
            double[] ys = rings.get(r)[1];
            boolean flipped = ConvexPolygon.signedArea(xs, ys, xs.length) < 0 != holes.get(r);
            for (int i = 0; i < xs.length; i++) {
                int next = (i + 1) % xs.length;
                if (xs[i] < xs[next]) {
                    sides.add(new Side(xs[i], ys[i], xs[next], ys[next], flipped ? 1 : -1));
                } else if (xs[i] > xs[next]) {
                    sides.add(new Side(xs[next], ys[next], xs[i], ys[i], flipped ? -1 : 1));
                }
            }
        }
        return new Sides(sides);
    }

    /** About how many microseconds {@link #common} spends on these sides. */
    double cost() {
        double left = Arrays.stream(x1).min().orElse(0);
        double right = Arrays.stream(x2).max().orElse(0);
        double lengths = 0;
        for (int i = 0; i < x1.length; i++) {
            lengths += x2[i] - x1[i];
        }
        return right > left ? PAIR * x1.length * (1 + lengths / (right - left)) : 0;
    }

    /** The area that both have in common; {@code base} is a height near to them, so that small areas keep their digits. */
    double common(Sides other, double base) {
        double area = 0;
        long pairs = 0;
        for (int i = 0; i < x1.length; i++) {
            for (int j = firstFrom(other.x1, x1[i] - other.widest); j < other.x1.length && other.x1[j] < x2[i]; j++) {
                if (other.x2[j] > x1[i]) {
                    area += sign[i] * other.sign[j] * underBoth(i, other, j, base);
                    pairs++;
                }
            }
            if (i % SIDES_AT_ONCE == 0) {
                Deadline.check();
            }
            if (pairs > MOST_PAIRS) {
                throw new IncomparableAnswerException("polygons have too many sides above each other");
            }
        }
        return Math.max(0, area);
    }

    private double underBoth(int i, Sides other, int j, double base) {
        double from = Math.max(x1[i], other.x1[j]);
        double to = Math.min(x2[i], other.x2[j]);
        double left = height(i, from) - base;
        double right = height(i, to) - base;
        double otherLeft = other.height(j, from) - base;
        double otherRight = other.height(j, to) - base;
        double lowLeft = Math.min(left, otherLeft);
        double lowRight = Math.min(right, otherRight);
        double above = left - otherLeft;
        double aboveRight = right - otherRight;
        if (above * aboveRight >= 0) {
            return (lowLeft + lowRight) / 2 * (to - from);
        }
        double share = above / (above - aboveRight);
        double crossing = left + share * (right - left);
        return ((lowLeft + crossing) * share + (crossing + lowRight) * (1 - share)) / 2 * (to - from);
    }

    private double height(int i, double x) {
        return y1[i] + slope[i] * (x - x1[i]);
    }

    private static int firstFrom(double[] sorted, double x) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
