package dev.interrater.metric;

import java.util.Arrays;

/** A polygon without dents: a rotated rectangle, which is far cheaper to intersect than polygons in general. */
public final class ConvexPolygon implements Planar {

    private final double[] xs;
    private final double[] ys;
    private final Box bounds;
    private final double area;

    /** Of its corners in order, clockwise or counter-clockwise, percent. */
    public ConvexPolygon(double[] xs, double[] ys) {
        boolean clockwise = signedArea(xs, ys, xs.length) >= 0;
        this.xs = clockwise ? xs.clone() : reversed(xs);
        this.ys = clockwise ? ys.clone() : reversed(ys);
        this.bounds = new Box(min(xs), min(ys), -min(negated(xs)), -min(negated(ys)));
        this.area = Math.abs(signedArea(xs, ys, xs.length));
    }

    /**
     * A rectangle turned clockwise about its top left corner. It turns in pixels, where angles are right.
     *
     * @param degrees how far; without a turn it is a {@link Box}
     * @param aspectRatio width of the image over its height, in pixels
     */
    public static Shape rectangle(double x, double y, double width, double height, double degrees, double aspectRatio) {
        if (degrees % 360 == 0) {
            return Box.of(x, y, width, height);
        }
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double rightX = x + width * cos;
        double rightY = y + width * sin * aspectRatio;
        double downX = -height * sin / aspectRatio;
        double downY = height * cos;
        return new ConvexPolygon(
                new double[] {x, rightX, rightX + downX, x + downX},
                new double[] {y, rightY, rightY + downY, y + downY});
    }

    private ConvexPolygon(Box box) {
        this(
                new double[] {box.minX(), box.maxX(), box.maxX(), box.minX()},
                new double[] {box.minY(), box.minY(), box.maxY(), box.maxY()});
    }

    @Override
    public double iou(Shape other) {
        if (other instanceof Box box) {
            return iouLimit(box) == 0 ? 0 : iou(new ConvexPolygon(box));
        }
        if (!(other instanceof ConvexPolygon polygon)) {
            return 0;
        }
        if (equals(polygon)) {
            return 1;
        }
        if (iouLimit(polygon) == 0) {
            return 0;
        }
        // Clipping rounds differently from either side; the order makes the score the same for both.
        boolean ordered = Arrays.compare(xs, polygon.xs) <= 0;
        double both = ordered ? clippedArea(polygon) : polygon.clippedArea(this);
        return Shape.ratio(both, area, polygon.area);
    }

    @Override
    public Box bounds() {
        return bounds;
    }

    @Override
    public double area() {
        return area;
    }

    @Override
    public double cost() {
        return 0.05;
    }

    /** Sutherland and Hodgman (1974): the other polygon cut along each of our sides in turn. */
    private double clippedArea(ConvexPolygon other) {
        int size = other.xs.length;
        double[] px = Arrays.copyOf(other.xs, size + xs.length);
        double[] py = Arrays.copyOf(other.ys, size + xs.length);
        double[] nx = new double[px.length];
        double[] ny = new double[px.length];
        for (int side = 0; side < xs.length && size > 0; side++) {
            int next = side + 1 == xs.length ? 0 : side + 1;
            double dx = xs[next] - xs[side];
            double dy = ys[next] - ys[side];
            int kept = 0;
            int previous = size - 1;
            double before = dx * (py[previous] - ys[side]) - dy * (px[previous] - xs[side]);
            for (int i = 0; i < size; i++) {
                double here = dx * (py[i] - ys[side]) - dy * (px[i] - xs[side]);
                if (here >= 0 != before >= 0 && kept < nx.length) {
                    double share = before / (before - here);
                    nx[kept] = px[previous] + share * (px[i] - px[previous]);
                    ny[kept++] = py[previous] + share * (py[i] - py[previous]);
                }
                if (here >= 0 && kept < nx.length) {
                    nx[kept] = px[i];
                    ny[kept++] = py[i];
                }
                previous = i;
                before = here;
            }
            size = kept;
            double[] cutX = nx;
            double[] cutY = ny;
            nx = px;
            ny = py;
            px = cutX;
            py = cutY;
        }
        return Math.abs(signedArea(px, py, size));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConvexPolygon polygon && Arrays.equals(xs, polygon.xs) && Arrays.equals(ys, polygon.ys);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(xs) + Arrays.hashCode(ys);
    }

    /** Positive for corners that turn the way x, y do. */
    static double signedArea(double[] xs, double[] ys, int size) {
        double twice = 0;
        for (int i = 0; i < size; i++) {
            int next = i + 1 == size ? 0 : i + 1;
            // Relative to the first corner, so that small shapes far from the origin keep their digits.
            twice += (xs[i] - xs[0]) * (ys[next] - ys[0]) - (xs[next] - xs[0]) * (ys[i] - ys[0]);
        }
        return twice / 2;
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
        return reversed;
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElse(0);
    }
}
