package dev.interrater.agreement.metric;

import java.util.Arrays;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/** A polygon of any form. Where it crosses itself it is repaired, not refused (ours). */
public final class Outline implements Planar {

    private static final GeometryFactory PLANE = new GeometryFactory();

    /** How much longer, about, polygons take that crossed themselves: they cross others as often. */
    private static final double TANGLED = 15;

    private final double[] xs;
    private final double[] ys;
    private final boolean tangled;
    private final Geometry repaired;
    private final Box bounds;
    private final double area;

    /**
     * Of its corners in order, percent; the last side leads back to the first corner.
     *
     * @throws IncomparableAnswerException if there are fewer than three corners, or sides that cross too often
     */
    public Outline(double[] xs, double[] ys) {
        if (xs.length < 3) {
            throw new IncomparableAnswerException("a polygon needs three points, this one has " + xs.length);
        }
        this.xs = xs.clone();
        this.ys = ys.clone();
        Coordinate[] ring = new Coordinate[xs.length + 1];
        Arrays.setAll(ring, i -> new Coordinate(xs[i % xs.length], ys[i % xs.length]));
        Crossings.refuseTooMany(this.xs, this.ys, this.xs, this.ys);
        Polygon drawn = PLANE.createPolygon(ring);
        this.tangled = !drawn.isValid();
        this.repaired = tangled ? repaired(drawn) : drawn;
        Envelope envelope = repaired.isEmpty() ? envelope(ring) : repaired.getEnvelopeInternal();
        this.bounds = new Box(envelope.getMinX(), envelope.getMinY(), envelope.getMaxX(), envelope.getMaxY());
        this.area = repaired.getArea();
    }

    @Override
    public double iou(Shape other) {
        if (!(other instanceof Outline outline)) {
            return 0;
        }
        if (equals(outline)) {
            return 1;
        }
        if (iouLimit(outline) == 0 || area == 0 || outline.area == 0) {
            return 0;
        }
        Crossings.refuseTooMany(xs, ys, outline.xs, outline.ys);
        // The overlay rounds differently from either side; the order makes the score the same for both.
        boolean ordered = Arrays.compare(xs, outline.xs) <= 0;
        double both = ordered ? common(repaired, outline.repaired) : common(outline.repaired, repaired);
        return Shape.ratio(both, area, outline.area);
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
        return tangled ? TANGLED * xs.length : xs.length;
    }

    private static Geometry repaired(Polygon drawn) {
        try {
            return GeometryFixer.fix(drawn);
        } catch (TopologyException | IllegalArgumentException e) {
            throw new IncomparableAnswerException("a polygon cannot be repaired");
        }
    }

    private static double common(Geometry one, Geometry other) {
        try {
            return OverlayNGRobust.overlay(one, other, OverlayNG.INTERSECTION).getArea();
        } catch (TopologyException | IllegalArgumentException e) {
            throw new IncomparableAnswerException("two polygons cannot be intersected");
        }
    }

    private static Envelope envelope(Coordinate[] ring) {
        Envelope envelope = new Envelope();
        for (Coordinate corner : ring) {
            envelope.expandToInclude(corner);
        }
        return envelope;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outline outline && Arrays.equals(xs, outline.xs) && Arrays.equals(ys, outline.ys);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(xs) + Arrays.hashCode(ys);
    }
}
