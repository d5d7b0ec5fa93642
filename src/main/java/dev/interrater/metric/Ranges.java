package dev.interrater.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whole numbers in ranges: the frames of a video, the pixels of a mask. */
public final class Ranges implements Shape {

    private final List<Range> ranges;
    private final long count;

    /**
     * Numbers from start to end; both count.
     *
     * @param start the first
     * @param end the last, not less than start
     */
    public record Range(long start, long end) {}

    /** Of ranges in any order; those that overlap or follow each other without a gap are joined. */
    public Ranges(List<Range> ranges) {
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
        this.ranges = List.copyOf(joined);
        this.count =
                joined.stream().mapToLong(range -> range.end - range.start + 1).sum();
    }

    /** Sorted, with gaps between them. */
    public List<Range> ranges() {
        return ranges;
    }

    /** How many numbers these are. */
    public long count() {
        return count;
    }

    @Override
    public double iou(Shape other) {
        return other instanceof Ranges that ? Shape.ratio(common(that), count, that.count) : 0;
    }

    @Override
    public double iouLimit(Shape other) {
        return other instanceof Ranges that ? Shape.ratio(Math.min(count, that.count), count, that.count) : 0;
    }

    @Override
    public double cost() {
        return ranges.size() / 100.0;
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranges that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }
}
