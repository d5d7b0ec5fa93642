package dev.interrater.agreement.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Keeps polygons out whose sides meet so often that intersecting them would exhaust the memory: a scribble of 10,000
 * corners crosses itself millions of times.
 */
final class Crossings {

    private static final int MOST_SIDES = 50_000;
    private static final long ALWAYS_FINE = 250_000;
    private static final int MOST_CROSSINGS = 500_000;

    private Crossings() {}

    /** Throws unless intersecting the two outlines is bounded work. */
    static void refuseTooMany(double[] xs, double[] ys, double[] otherXs, double[] otherYs) {
        if (Math.max(xs.length, otherXs.length) > MOST_SIDES) {
            throw new IncomparableAnswerException("a polygon has more than " + MOST_SIDES + " points");
        }
        if ((long) xs.length * otherXs.length > ALWAYS_FINE
                && count(sides(xs, ys), sides(otherXs, otherYs)) >= MOST_CROSSINGS) {
            throw new IncomparableAnswerException("the sides of polygons cross more than " + MOST_CROSSINGS + " times");
        }
    }

    /** Pairs of sides whose bounds meet, at most {@link #MOST_CROSSINGS}. */
    private static long count(Box[] sides, Box[] others) {
        long count = 0;
        double widest = Arrays.stream(others)
                .mapToDouble(o -> o.maxX() - o.minX())
                .max()
                .orElse(0);
        for (Box side : sides) {
            for (int i = firstFrom(others, side.minX() - widest);
                    i < others.length && others[i].minX() <= side.maxX();
                    i++) {
                Box other = others[i];
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
