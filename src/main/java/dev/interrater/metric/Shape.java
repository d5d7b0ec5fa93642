package dev.interrater.metric;

/**
 * Where a region lies. Shapes of images are in percent of the image's width and height: shares of areas are the same there
 * as in pixels, so images of unknown size need no special rule.
 */
public interface Shape {

    /**
     * Intersection over union, from 0 to 1: of areas, of lengths, or of whatever the shape is made of. Two shapes of no
     * size have 1 if they are at the same place. Shapes of different kinds have 0.
     */
    double iou(Shape other);

    /**
     * A number that {@link #iou} cannot exceed, much cheaper to get; shapes whose {@code iou} is itself cheap keep the 1.
     */
    default double iouLimit(Shape other) {
        return 1;
    }

    /** About how many microseconds {@link #iou} spends on this one of the two shapes; 0 where it is next to nothing. */
    default double cost() {
        return 0;
    }

    /** The ratio of an intersection to the union that two sizes and this intersection make; 0 for no union. */
    static double ratio(double intersection, double size, double otherSize) {
        double union = size + otherSize - intersection;
        return union > 0 ? Math.max(0, Math.min(1, intersection / union)) : 0;
    }
}
