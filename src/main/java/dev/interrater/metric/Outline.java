package dev.interrater.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.geom.util.PolygonExtracter;

/** A polygon of any form. Where it crosses itself it is repaired, not refused (ours). */
public final class Outline implements Planar {

    private static final GeometryFactory PLANE = new GeometryFactory();

    private final double[] xs;
    private final double[] ys;
    private final Sides sides;
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
        List<double[][]> rings = new ArrayList<>();
        List<Boolean> holes = new ArrayList<>();
        if (Crossings.surelyNone(xs, ys)) {
            rings.add(new double[][] {this.xs, this.ys});
            holes.add(false);
        } else {
            addRepaired(rings, holes);
        }
        this.sides = Sides.of(rings, holes);
        this.bounds = rings.isEmpty() ? bounds(List.<double[][]>of(new double[][] {xs, ys})) : bounds(rings);
        double covered = 0;
        for (int i = 0; i < rings.size(); i++) {
            double[][] ring = rings.get(i);
            double size = Math.abs(ConvexPolygon.signedArea(ring[0], ring[1], ring[0].length));
            covered += holes.get(i) ? -size : size;
        }
        this.area = covered;
    }

    private void addRepaired(List<double[][]> rings, List<Boolean> holes) {
        Crossings.refuseTooMany(xs, ys);
        Coordinate[] ring = new Coordinate[xs.length + 1];
        Arrays.setAll(ring, i -> new Coordinate(xs[i % xs.length], ys[i % xs.length]));
        Polygon drawn = PLANE.createPolygon(ring);
        for (Object part : PolygonExtracter.getPolygons(drawn.isValid() ? drawn : repaired(drawn))) {
            Polygon polygon = (Polygon) part;
            rings.add(corners(polygon.getExteriorRing()));
            holes.add(false);
            for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
                rings.add(corners(polygon.getInteriorRingN(i)));
                holes.add(true);
            }
        }
    }

    private static Geometry repaired(Polygon drawn) {
        try {
            return GeometryFixer.fix(drawn);
        } catch (TopologyException | IllegalArgumentException e) {
            throw new IncomparableAnswerException("a polygon cannot be repaired");
        }
    }

    private static double[][] corners(LinearRing ring) {
        Coordinate[] closed = ring.getCoordinates();
        int size = Math.max(0, closed.length - 1);
        return new double[][] {
            Arrays.stream(closed, 0, size).mapToDouble(Coordinate::getX).toArray(),
            Arrays.stream(closed, 0, size).mapToDouble(Coordinate::getY).toArray()
        };
    }

    private static Box bounds(List<double[][]> rings) {
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (double[][] ring : rings) {
            for (int i = 0; i < ring[0].length; i++) {
                minX = Math.min(minX, ring[0][i]);
                minY = Math.min(minY, ring[1][i]);
                maxX = Math.max(maxX, ring[0][i]);
                maxY = Math.max(maxY, ring[1][i]);
            }
        }
        return new Box(minX, minY, maxX, maxY);
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
        // Sums round differently in another order; this one makes the score the same from both sides.
        boolean ordered = Arrays.compare(xs, outline.xs) <= 0;
        double base = Math.max(bounds.minY(), outline.bounds.minY());
        double both = ordered ? sides.common(outline.sides, base) : outline.sides.common(sides, base);
        return Shape.ratio(Math.min(both, Math.min(area, outline.area)), area, outline.area);
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
        return sides.cost();
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
