package dev.interrater.metric;

/**
 * An upright rectangle.
 *
 * @param minX left, percent
 * @param minY top, percent
 * @param maxX right, percent, not less than left
 * @param maxY bottom, percent, not less than top
 */
public record Box(double minX, double minY, double maxX, double maxY) implements Planar {

    /** Of a corner and sizes as Label Studio stores them; negative sizes extend to the other side. */
    public static Box of(double x, double y, double width, double height) {
        return new Box(
                Math.min(x, x + width) + 0.0,
                Math.min(y, y + height) + 0.0,
                Math.max(x, x + width) + 0.0,
                Math.max(y, y + height) + 0.0);
    }

    @Override
    public Box bounds() {
        return this;
    }

    @Override
    public double area() {
        return (maxX - minX) * (maxY - minY);
    }

    /** The area that both cover, 0 for boxes that at most touch. */
    public double intersection(Box other) {
        double width = Math.min(maxX, other.maxX) - Math.max(minX, other.minX);
        double height = Math.min(maxY, other.maxY) - Math.max(minY, other.minY);
        return width > 0 && height > 0 ? width * height : 0;
    }

    @Override
    public double iou(Shape other) {
        if (other instanceof Box box) {
            double both = intersection(box);
            if (both > 0) {
                return Shape.ratio(both, area(), box.area());
            }
            return area() + box.area() == 0 && equals(box) ? 1 : 0;
        }
        return other instanceof ConvexPolygon ? other.iou(this) : 0;
    }
}
