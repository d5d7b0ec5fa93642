package dev.interrater.metric;

/**
 * A key point.
 *
 * @param x percent of the image's width
 * @param y percent of the image's height
 */
public record Point(double x, double y) implements Shape {

    @Override
    public double iou(Shape other) {
        return equals(other) ? 1 : 0;
    }

    /** In percent units of width and height alike. */
    public double distance(Point other) {
        double dx = x - other.x;
        double dy = y - other.y;
        return Math.sqrt(dx * dx + dy * dy);
    }
}
