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

/**
 * A polygon of any form. Where it crosses itself, inside is what Label Studio's editor fills: all points around which its sides
 * turn more often in one direction than in the other. (PolygonRegion.jsx draws a Konva line without a fill rule, which Konva's
 * Shape hands to the canvas, whose own rule is "nonzero".)
 */
public final class Outline implements Planar {

    private static final GeometryFactory PLANE = new GeometryFactory();

    private final double[] xs;
    private final double[] ys;
    private Inside inside;

    /** What it covers. */
    private record Inside(Sides sides, Box bounds, double area) {}

    /**
     * Of its corners in order, percent; the last side leads back to the first corner. What is inside is found when it is first
     * asked for, as that can take a second where sides cross often.
     *
     * @throws IncomparableAnswerException if there are fewer than three corners, or sides that cross too often
     */
    public Outline(double[] xs, double[] ys) {
        if (xs.length < 3) {
            throw new IncomparableAnswerException("a polygon needs three points, this one has " + xs.length);
        }
        Crossings.refuseTooMany(xs, ys);
        this.xs = xs.clone();
        this.ys = ys.clone();
    }

    /** Threads that ask at the same time may both find it; it is the same. */
    private Inside inside() {
        Inside found = inside;
        if (found == null) {
            found = findInside();
            inside = found;
        }
        return found;
    }

    private Inside findInside() {
        Deadline.check();
        List<double[][]> rings = new ArrayList<>();
        List<Boolean> holes = new ArrayList<>();
        if (Crossings.surelyNone(xs, ys)) {
            rings.add(new double[][] {xs, ys});
            holes.add(false);
        } else {
            addRepaired(rings, holes);
        }
        double area = 0;
        for (int i = 0; i < rings.size(); i++) {
            double[][] ring = rings.get(i);
            double size = Math.abs(ConvexPolygon.signedArea(ring[0], ring[1], ring[0].length));
            area += holes.get(i) ? -size : size;
        }
        Box bounds = bounds(rings.isEmpty() ? List.<double[][]>of(new double[][] {xs, ys}) : rings);
        return new Inside(Sides.of(rings, holes), bounds, area);
    }

    private void addRepaired(List<double[][]> rings, List<Boolean> holes) {
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

    /** Parts around which the sides turn, whatever the direction: the library fills by the non-zero rule, too. */
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
        if (iouLimit(outline) == 0 || area() == 0 || outline.area() == 0) {
            return 0;
        }
        Inside one = inside();
        Inside two = outline.inside();
        // Sums round differently in another order; this one makes the score the same from both sides.
        boolean ordered = Arrays.compare(xs, outline.xs) <= 0;
        double base = Math.max(one.bounds.minY(), two.bounds.minY());
        double both = ordered ? one.sides.common(two.sides, base) : two.sides.common(one.sides, base);
        return Shape.ratio(Math.min(both, Math.min(one.area, two.area)), one.area, two.area);
    }

    @Override
    public Box bounds() {
        return inside().bounds;
    }

    @Override
    public double area() {
        return inside().area;
    }

    @Override
    public double cost() {
        return inside().sides.cost();
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
