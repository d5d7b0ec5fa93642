package dev.interrater.metric;

/**
 * An ellipse, given by its centre and two vectors from there: all points centre + u·cos t + v·sin t, percent.
 *
 * @param x centre
 * @param y centre
 * @param ux first vector
 * @param uy first vector
 * @param vx second vector, such that u, v turn the way x, y do
 * @param vy second vector
 */
public record Ellipse(double x, double y, double ux, double uy, double vx, double vy) implements Planar {

    /** Steps of the search for crossings: slivers that hide between two steps are smaller than a millionth of the ellipse. */
    private static final int STEPS = 360;

    private static final int BISECTIONS = 45;
    private static final double[] COS = new double[STEPS + 1];
    private static final double[] SIN = new double[STEPS + 1];

    static {
        for (int step = 0; step <= STEPS; step++) {
            COS[step] = Math.cos(angle(step));
            SIN[step] = Math.sin(angle(step));
        }
    }

    /** Puts the vectors into their order. */
    public Ellipse {
        if (ux * vy - uy * vx < 0) {
            vx = -vx;
            vy = -vy;
        }
    }

    @Override
    public double iou(Shape other) {
        if (!(other instanceof Ellipse ellipse)) {
            return 0;
        }
        if (equals(ellipse)) {
            return 1;
        }
        if (area() == 0 || ellipse.area() == 0 || iouLimit(ellipse) == 0) {
            return 0;
        }
        // Rounding differs from either side; the order makes the score the same for both.
        boolean ordered = x != ellipse.x ? x < ellipse.x : area() <= ellipse.area();
        Ellipse first = ordered ? this : ellipse;
        Ellipse second = ordered ? ellipse : this;
        // Where both edges coincide, exactly one of them must count.
        double both = first.areaUnderArcsInside(second, 1 + 1e-12) + second.areaUnderArcsInside(first, 1 - 1e-12);
        return Shape.ratio(both, area(), ellipse.area());
    }

    @Override
    public double area() {
        return Math.PI * (ux * vy - uy * vx);
    }

    @Override
    public Box bounds() {
        double width = Math.hypot(ux, vx);
        double height = Math.hypot(uy, vy);
        return new Box(x - width, y - height, x + width, y + height);
    }

    @Override
    public double cost() {
        return 5;
    }

    /** Green's theorem: half the integral of x dy - y dx along those arcs of our edge that lie within the other ellipse. */
    private double areaUnderArcsInside(Ellipse other, double edge) {
        double area = 0;
        boolean starts = other.radius(this, COS[0], SIN[0]) <= edge;
        for (int step = 0; step < STEPS; step++) {
            boolean ends = other.radius(this, COS[step + 1], SIN[step + 1]) <= edge;
            if (starts && ends) {
                area += areaUnderArc(
                        other, angle(step), COS[step], SIN[step], angle(step + 1), COS[step + 1], SIN[step + 1]);
            } else if (starts || ends) {
                double crossing = crossing(other, edge, angle(step), angle(step + 1), starts);
                double from = starts ? angle(step) : crossing;
                double to = starts ? crossing : angle(step + 1);
                area += areaUnderArc(other, from, Math.cos(from), Math.sin(from), to, Math.cos(to), Math.sin(to));
            }
            starts = ends;
        }
        return area;
    }

    private static double angle(int step) {
        return 2 * Math.PI * step / STEPS;
    }

    private double crossing(Ellipse other, double edge, double from, double to, boolean starts) {
        double low = from;
        double high = to;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (other.radius(this, Math.cos(middle), Math.sin(middle)) <= edge == starts) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Seen from between the centres, so that the sums of both ellipses belong together and keep their digits. */
    private double areaUnderArc(
            Ellipse other, double from, double cosFrom, double sinFrom, double to, double cosTo, double sinTo) {
        double dx = ux * (cosTo - cosFrom) + vx * (sinTo - sinFrom);
        double dy = uy * (cosTo - cosFrom) + vy * (sinTo - sinFrom);
        double fromX = (x - other.x) / 2;
        double fromY = (y - other.y) / 2;
        return (fromX * dy - fromY * dx + (ux * vy - uy * vx) * (to - from)) / 2;
    }

    /** How far the other's point is from our centre, squared, in units of our own radius in that direction. */
    private double radius(Ellipse other, double cos, double sin) {
        double px = other.x - x + other.ux * cos + other.vx * sin;
        double py = other.y - y + other.uy * cos + other.vy * sin;
        double cross = ux * vy - uy * vx;
        double alongU = (px * vy - py * vx) / cross;
        double alongV = (ux * py - uy * px) / cross;
        return alongU * alongU + alongV * alongV;
    }
}
