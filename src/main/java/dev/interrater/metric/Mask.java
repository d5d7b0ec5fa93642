package dev.interrater.metric;

/**
 * Painted pixels of an image.
 *
 * @param pixels how many the image has; masks of different sizes have nothing in common
 * @param painted those that are painted, counted row by row
 */
public record Mask(long pixels, Ranges painted) implements Shape {

    @Override
    public double iou(Shape other) {
        if (!(other instanceof Mask mask) || mask.pixels != pixels) {
            return 0;
        }
        return painted.ranges().isEmpty() && equals(mask) ? 1 : painted.iou(mask.painted);
    }

    @Override
    public double iouLimit(Shape other) {
        if (!(other instanceof Mask mask) || mask.pixels != pixels) {
            return 0;
        }
        long size = painted.count();
        long otherSize = mask.painted.count();
        return size + otherSize == 0 ? 1 : Shape.ratio(Math.min(size, otherSize), size, otherSize);
    }

    @Override
    public double cost() {
        return painted.cost();
    }
}
