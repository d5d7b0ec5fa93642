package dev.interrater.metric;

/**
 * A stretch of one dimension: characters, seconds, time stamps.
 *
 * @param start where it begins
 * @param end where it ends, not less than start
 */
public record Span(double start, double end) implements Shape {

    /** Between two positions in either order. */
    public static Span between(double one, double other) {
        return new Span(Math.min(one, other) + 0.0, Math.max(one, other) + 0.0);
    }

    @Override
    public double iou(Shape other) {
        if (!(other instanceof Span span)) {
            return 0;
        }
        double both = Math.min(end, span.end) - Math.max(start, span.start);
        if (both > 0) {
            return Shape.ratio(both, end - start, span.end - span.start);
        }
        return start == end && equals(span) ? 1 : 0;
    }
}
