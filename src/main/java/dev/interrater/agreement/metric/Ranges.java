package dev.interrater.agreement.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whole numbers in ranges: the frames of a video, the pixels of a mask.
 *
 * @param ranges sorted, apart from each other
 */
public record Ranges(List<Range> ranges) implements Shape {

    /**
     * Numbers from start to end; both count.
     *
     * @param start the first
     * @param end the last, not less than start
     */
    public record Range(long start, long end) {}

    /** Sorts the ranges and joins those that overlap or follow each other without a gap. */
    public Ranges {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::start));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && range.start <= last.end + 1) {
                joined.set(joined.size() - 1, new Range(last.start, Math.max(last.end, range.end)));
            } else {
                joined.add(range);
            }
        }
        ranges = List.copyOf(joined);
    }

    /** How many numbers these are. */
    public long count() {
        return ranges.stream().mapToLong(range -> range.end - range.start + 1).sum();
    }

    @Override
    public double iou(Shape other) {
        return other instanceof Ranges that ? Shape.ratio(common(that), count(), that.count()) : 0;
    }

    /** Whether a number is in one of the ranges. */
    boolean contains(long number) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).end < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < ranges.size() && ranges.get(low).start <= number;
    }

    /** How many numbers are in both. */
    public long common(Ranges other) {
        long common = 0;
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            Range one = ranges.get(i);
            Range two = other.ranges.get(j);
            common += Math.max(0, Math.min(one.end, two.end) - Math.max(one.start, two.start) + 1);
            if (one.end < two.end) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
