package dev.interrater.agreement.metric;

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
public record Ellipse(double x, double y, double ux, double uy, double vx, double vy) implements Shape {

    /** Steps of the search for crossings: slivers that hide between two steps are smaller than 1e-7 of the ellipse. */
    private static final int STEPS = 720;

    private static final int BISECTIONS = 45;

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
    public double iouLimit(Shape other) {
        return other instanceof Ellipse ellipse ? Box.iouLimit(bounds(), area(), ellipse.bounds(), ellipse.area()) : 0;
    }

    private double area() {
        return Math.PI * (ux * vy - uy * vx);
    }

    private Box bounds() {
        double width = Math.hypot(ux, vx);
        double height = Math.hypot(uy, vy);
        return new Box(x - width, y - height, x + width, y + height);
    }

    /** Green's theorem: half the integral of x dy - y dx along those arcs of our edge that lie within the other ellipse. */
    private double areaUnderArcsInside(Ellipse other, double edge) {
        double area = 0;
        for (int step = 0; step < STEPS; step++) {
            double from = 2 * Math.PI * step / STEPS;
            double to = 2 * Math.PI * (step + 1) / STEPS;
            boolean starts = other.radius(this, from) <= edge;
            boolean ends = other.radius(this, to) <= edge;
            if (starts && ends) {
                area += areaUnderArc(other, from, to);
            } else if (starts || ends) {
                double crossing = crossing(other, edge, from, to, starts);
                area += starts ? areaUnderArc(other, from, crossing) : areaUnderArc(other, crossing, to);
            }
        }
        return area;
    }

    private double crossing(Ellipse other, double edge, double from, double to, boolean starts) {
        double low = from;
        double high = to;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (other.radius(this, middle) <= edge == starts) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** Seen from between the centres, so that the sums of both ellipses belong together and keep their digits. */
    private double areaUnderArc(Ellipse other, double from, double to) {
        double[] origin = origin(this, other);
        double dx = ux * (Math.cos(to) - Math.cos(from)) + vx * (Math.sin(to) - Math.sin(from));
        double dy = uy * (Math.cos(to) - Math.cos(from)) + vy * (Math.sin(to) - Math.sin(from));
        return ((x - origin[0]) * dy - (y - origin[1]) * dx + (ux * vy - uy * vx) * (to - from)) / 2;
    }

    private static double[] origin(Ellipse one, Ellipse other) {
        return new double[] {(one.x + other.x) / 2, (one.y + other.y) / 2};
    }

    /** How far the other's point at an angle is from our centre, squared, in units of our own radius in that direction. */
    private double radius(Ellipse other, double angle) {
        double px = other.x - x + other.ux * Math.cos(angle) + other.vx * Math.sin(angle);
        double py = other.y - y + other.uy * Math.cos(angle) + other.vy * Math.sin(angle);
        double cross = ux * vy - uy * vx;
        double alongU = (px * vy - py * vx) / cross;
        double alongV = (ux * py - uy * px) / cross;
        return alongU * alongU + alongV * alongV;
    }
}
