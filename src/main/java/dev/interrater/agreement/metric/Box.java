package dev.interrater.agreement.metric;

/**
 * An upright rectangle.
 *
 * @param minX left, percent
 * @param minY top, percent
 * @param maxX right, percent, not less than left
 * @param maxY bottom, percent, not less than top
 */
public record Box(double minX, double minY, double maxX, double maxY) implements Shape {

    /** Of a corner and sizes as Label Studio stores them; negative sizes extend to the other side. */
    public static Box of(double x, double y, double width, double height) {
        return new Box(
                Math.min(x, x + width) + 0.0,
                Math.min(y, y + height) + 0.0,
                Math.max(x, x + width) + 0.0,
                Math.max(y, y + height) + 0.0);
    }

    /** Width times height, square percent. */
    public double area() {
        return (maxX - minX) * (maxY - minY);
    }

    /** The area that both cover, 0 for boxes that at most touch. */
    public double intersection(Box other) {
        double width = Math.min(maxX, other.maxX) - Math.max(minX, other.minX);
        double height = Math.min(maxY, other.maxY) - Math.max(minY, other.minY);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /**
     * What the intersection over union of two shapes cannot exceed, given their bounds and areas: {@link Shape#iouLimit} of
     * every shape with an area.
     */
    static double iouLimit(Box bounds, double area, Box otherBounds, double otherArea) {
        if (area + otherArea == 0) {
            return bounds.equals(otherBounds) ? 1 : 0;
        }
        double both = Math.min(bounds.intersection(otherBounds), Math.min(area, otherArea));
        return Shape.ratio(both, area, otherArea);
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

    @Override
    public double iouLimit(Shape other) {
        return other instanceof ConvexPolygon ? other.iouLimit(this) : 1;
    }
}
