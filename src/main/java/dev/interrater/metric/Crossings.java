package dev.interrater.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Whether the sides of a polygon cross. Keeps polygons out whose sides do so often that repairing them would exhaust the
 * memory: a scribble of 10,000 corners crosses itself millions of times.
 */
final class Crossings {

    private static final int MOST_SIDES = 50_000;
    private static final long ALWAYS_FINE = 250_000;
    private static final int MOST_CROSSINGS = 500_000;
    private static final int FEW_SIDES = 100;
    private static final double ROUNDING = 1e-12;

    private Crossings() {}

    /** Whether a polygon of few corners surely does not touch itself anywhere: cheap, for most polygons are so. */
    static boolean surelyNone(double[] xs, double[] ys) {
        if (xs.length > FEW_SIDES) {
            return false;
        }
        for (int i = 0; i < xs.length; i++) {
            int next = (i + 1) % xs.length;
            if (Math.abs(turn(xs, ys, i, next, (i + 2) % xs.length)) <= ROUNDING) {
                return false;
            }
            for (int j = i + 2; j < xs.length && (j + 1) % xs.length != i; j++) {
                int end = (j + 1) % xs.length;
                if (turn(xs, ys, i, next, j) * turn(xs, ys, i, next, end) <= ROUNDING
                        && turn(xs, ys, j, end, i) * turn(xs, ys, j, end, next) <= ROUNDING) {
                    return false;
                }
            }
        }
        return true;
    }

    /** On which side of the line from one corner to another a third one lies; 0 on the line. */
    private static double turn(double[] xs, double[] ys, int from, int to, int corner) {
        return (xs[to] - xs[from]) * (ys[corner] - ys[from]) - (ys[to] - ys[from]) * (xs[corner] - xs[from]);
    }

    /** Throws unless repairing the polygon is bounded work. */
    static void refuseTooMany(double[] xs, double[] ys) {
        if (xs.length > MOST_SIDES) {
            throw new IncomparableAnswerException("a polygon has more than " + MOST_SIDES + " points");
        }
        if ((long) xs.length * xs.length > ALWAYS_FINE && count(sides(xs, ys)) >= MOST_CROSSINGS) {
            throw new IncomparableAnswerException("the sides of polygons cross more than " + MOST_CROSSINGS + " times");
        }
    }

    /** Pairs of sides whose bounds meet, at most {@link #MOST_CROSSINGS}. */
    private static long count(Box[] sides) {
        long count = 0;
        double widest = Arrays.stream(sides)
                .mapToDouble(side -> side.maxX() - side.minX())
                .max()
                .orElse(0);
        for (Box side : sides) {
            for (int i = firstFrom(sides, side.minX() - widest);
                    i < sides.length && sides[i].minX() <= side.maxX();
                    i++) {
                Box other = sides[i];
                if (other.maxX() >= side.minX() && other.minY() <= side.maxY() && other.maxY() >= side.minY()) {
                    if (++count >= MOST_CROSSINGS) {
                        return count;
                    }
                }
            }
        }
        return count;
    }

    private static int firstFrom(Box[] sorted, double minX) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].minX() < minX) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Box[] sides(double[] xs, double[] ys) {
        Box[] sides = new Box[xs.length];
        Arrays.setAll(sides, i -> {
            int next = (i + 1) % xs.length;
            return Box.of(xs[i], ys[i], xs[next] - xs[i], ys[next] - ys[i]);
        });
        Arrays.sort(sides, Comparator.comparingDouble(Box::minX));
        return sides;
    }
}
