package dev.interrater.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Pairs the rectangles of two annotators that are the same but for rounding. Those that are exactly the same find each other by
 * hashing. Of the rest only those are held against each other that have about the same sum.
 */
final class SameRectangles {

    /** How much a number may differ, percent. */
    private static final double SAME = 1e-6;

    /** More than the sums of two rectangles that are the same can differ. */
    private static final double REACH = 20 * SAME;

    private record Rectangle(double x, double y, double width, double height, double rotation) {
        /** With weights, so that different rectangles of round numbers have different sums. */
        private double sum() {
            return x + Math.sqrt(2) * y + Math.sqrt(3) * width + Math.sqrt(5) * height + Math.sqrt(7) * rotation;
        }

        private boolean isLike(Rectangle other) {
            return Math.abs(x - other.x) <= SAME
                    && Math.abs(y - other.y) <= SAME
                    && Math.abs(width - other.width) <= SAME
                    && Math.abs(height - other.height) <= SAME
                    && Math.abs(rotation - other.rotation) <= SAME;
        }
    }

    private final Map<Rectangle, Integer> one;
    private final Map<Rectangle, Integer> other;

    private SameRectangles(List<Track.Keyframe> one, List<Track.Keyframe> other) {
        this.one = counts(one);
        this.other = counts(other);
    }

    /** How many pairs there are; each rectangle is in one at most. */
    static int count(List<Track.Keyframe> one, List<Track.Keyframe> other) {
        SameRectangles rectangles = new SameRectangles(one, other);
        int exact = rectangles.pairExact();
        return exact == Math.min(one.size(), other.size()) ? exact : exact + rectangles.pairNear();
    }

    private static Map<Rectangle, Integer> counts(List<Track.Keyframe> keyframes) {
        Map<Rectangle, Integer> counts = new HashMap<>();
        for (Track.Keyframe k : keyframes) {
            Rectangle rectangle = new Rectangle(k.x(), k.y(), k.width(), k.height(), k.rotation());
            counts.merge(rectangle, 1, Integer::sum);
        }
        return counts;
    }

    private int pairExact() {
        int pairs = 0;
        for (Rectangle rectangle : one.keySet()) {
            pairs += pair(rectangle, rectangle);
        }
        return pairs;
    }

    private int pairNear() {
        NavigableMap<Double, List<Rectangle>> bySum = new TreeMap<>();
        other.forEach((rectangle, count) -> {
            if (count > 0) {
                bySum.computeIfAbsent(rectangle.sum(), sum -> new ArrayList<>(1))
                        .add(rectangle);
            }
        });
        int pairs = 0;
        for (Rectangle rectangle : one.keySet()) {
            Deadline.check();
            double sum = rectangle.sum();
            for (List<Rectangle> near : bySum.subMap(sum - REACH, sum + REACH).values()) {
                for (Rectangle candidate : near) {
                    pairs += rectangle.isLike(candidate) ? pair(rectangle, candidate) : 0;
                }
            }
        }
        return pairs;
    }

    /** Takes as many pairs of these two as there are left. */
    private int pair(Rectangle mine, Rectangle theirs) {
        int pairs = Math.min(one.get(mine), other.getOrDefault(theirs, 0));
        if (pairs > 0) {
            one.put(mine, one.get(mine) - pairs);
            other.put(theirs, other.get(theirs) - pairs);
        }
        return pairs;
    }
}
