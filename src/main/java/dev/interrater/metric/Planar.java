package dev.interrater.metric;

/** A shape that covers an area of an image. */
public interface Planar extends Shape {

    /** The upright rectangle around it. */
    Box bounds();

    /** How much it covers, square percent. */
    double area();

    @Override
    default double iouLimit(Shape other) {
        if (!(other instanceof Planar planar)) {
            return 0;
        }
        if (area() + planar.area() == 0) {
            return bounds().equals(planar.bounds()) ? 1 : 0;
        }
        double both = Math.min(bounds().intersection(planar.bounds()), Math.min(area(), planar.area()));
        return Shape.ratio(both, area(), planar.area());
    }
}
