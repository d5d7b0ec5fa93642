package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.overlayng.OverlayNG;

/** Areas against figures that are known, and against the same shape in another form. */
class ShapeAreasTest {

    private static final double SMALL = 1e-9;

    @Test
    void circles_within_each_other_and_crossing() {
        assertEquals(0.25, circle(50, 50, 10).iou(circle(50, 50, 20)), SMALL);
        assertEquals(0, circle(10, 10, 10).iou(circle(40, 10, 10)));
        // The lens of two circles of radius 1 whose centres are 1 apart.
        double lens = 2 * Math.PI / 3 - Math.sqrt(3) / 2;
        assertEquals(lens / (2 * Math.PI - lens), circle(0, 0, 1).iou(circle(1, 0, 1)), SMALL);
        assertEquals(1, circle(5, 5, 3).iou(circle(5 + 1e-15, 5, 3)), SMALL);
    }

    @Test
    void ellipses_are_what_polygons_of_many_corners_are() {
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            Ellipse a = ellipse(random);
            Ellipse b = ellipse(random);
            assertEquals(polygon(a).iou(polygon(b)), a.iou(b), 1e-5);
        }
    }

    @Test
    void rotated_rectangles_are_what_polygons_are() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            double[] a = corners(random);
            double[] b = corners(random);
            assertEquals(
                    new Outline(xs(a), ys(a)).iou(new Outline(xs(b), ys(b))),
                    new ConvexPolygon(xs(a), ys(a)).iou(new ConvexPolygon(xs(b), ys(b))),
                    SMALL);
        }
    }

    @Test
    void a_square_turned_by_90_degrees_lies_left_of_its_corner() {
        Shape turned = ConvexPolygon.rectangle(20, 10, 10, 10, 90, 1);
        assertEquals(1, turned.iou(Box.of(10, 10, 10, 10)), SMALL);
        assertEquals(1, Box.of(10, 10, 10, 10).iou(turned), SMALL);
        // In an image twice as wide as high, half as many percent of the width go as far as of the height.
        assertEquals(1, ConvexPolygon.rectangle(20, 10, 10, 10, 90, 2).iou(Box.of(15, 10, 5, 20)), SMALL);
    }

    @Test
    void a_polygon_that_crosses_itself_keeps_both_parts() {
        Outline bowTie = new Outline(new double[] {0, 10, 10, 0}, new double[] {0, 10, 0, 10});
        Outline square = new Outline(new double[] {0, 10, 10, 0}, new double[] {0, 0, 10, 10});
        assertEquals(0.5, bowTie.iou(square), SMALL);
    }

    /** Where a side crosses others, inside is where the sides around a point do not turn back as often as they turn on. */
    @Test
    void a_polygon_is_filled_by_the_non_zero_rule() {
        // A pentagram: its middle is inside, as on the editor's canvas.
        double[] xs = new double[5];
        double[] ys = new double[5];
        for (int i = 0; i < 5; i++) {
            xs[i] = 50 + 40 * Math.sin(4 * Math.PI * i / 5);
            ys[i] = 50 - 40 * Math.cos(4 * Math.PI * i / 5);
        }
        double points = 10 * 40 * 40 * Math.sin(Math.PI / 5) * (3 - Math.sqrt(5)) / 4;
        assertEquals(points, new Outline(xs, ys).area(), 1e-6);
        // A square gone round twice, and one gone round there and back.
        double[] twice = {0, 10, 10, 0, 0, 10, 10, 0};
        assertEquals(100, new Outline(twice, new double[] {0, 0, 10, 10, 0, 0, 10, 10}).area(), SMALL);
        double[] back = {0, 10, 10, 0, 0, 0, 10, 10};
        assertEquals(0, new Outline(back, new double[] {0, 0, 10, 10, 0, 10, 10, 0}).area(), SMALL);
        // A small square inside a large one, in one line: a hole where it turns the other way, none where it turns
        // alike.
        double[] outerAndInnerX = {0, 10, 10, 0, 0, 3, 7, 7, 3, 3};
        assertEquals(100, new Outline(outerAndInnerX, new double[] {0, 0, 10, 10, 0, 3, 3, 7, 7, 3}).area(), SMALL);
        double[] turnedX = {0, 10, 10, 0, 0, 3, 3, 7, 7, 3};
        assertEquals(84, new Outline(turnedX, new double[] {0, 0, 10, 10, 0, 3, 7, 7, 3, 3}).area(), SMALL);
        // Two loops of opposite windings are both filled.
        Outline bowTie = new Outline(new double[] {0, 10, 10, 0}, new double[] {0, 10, 0, 10});
        assertEquals(50, bowTie.area(), SMALL);
    }

    /** Any number of loops, in any direction, against the winding number of points of a fine raster. */
    @Test
    void polygons_that_cross_themselves_cover_the_points_around_which_they_wind() {
        Random random = new Random(13);
        for (int i = 0; i < 100; i++) {
            int corners = 4 + random.nextInt(8);
            // On a grid sides coincide and are gone over there and back.
            boolean grid = random.nextBoolean();
            double[] xs = random.doubles(corners, 0, 10)
                    .map(x -> grid ? Math.rint(x / 2) * 2 : x)
                    .toArray();
            double[] ys = random.doubles(corners, 0, 10)
                    .map(y -> grid ? Math.rint(y / 2) * 2 : y)
                    .toArray();
            int inside = 0;
            int steps = 100;
            for (int x = 0; x < steps; x++) {
                for (int y = 0; y < steps; y++) {
                    inside += winding(xs, ys, (x + 0.5) * 10 / steps, (y + 0.5) * 10 / steps) != 0 ? 1 : 0;
                }
            }
            assertEquals(inside * 100.0 / (steps * steps), new Outline(xs, ys).area(), 1.5);
        }
    }

    private static int winding(double[] xs, double[] ys, double x, double y) {
        int winding = 0;
        for (int i = 0; i < xs.length; i++) {
            int next = (i + 1) % xs.length;
            boolean leftOf = (xs[next] - xs[i]) * (y - ys[i]) - (x - xs[i]) * (ys[next] - ys[i]) > 0;
            if (ys[i] <= y && ys[next] > y && leftOf) {
                winding++;
            } else if (ys[i] > y && ys[next] <= y && !leftOf) {
                winding--;
            }
        }
        return winding;
    }

    /** Corners on a coarse grid: sides touch and coincide, polygons cross themselves, or have no area. */
    @Test
    void polygons_have_in_common_what_a_geometry_library_finds() throws ParseException {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            int[][] a = grid(random);
            int[][] b = grid(random);
            Geometry one = GeometryFixer.fix(new WKTReader().read(wkt(a)));
            Geometry other = GeometryFixer.fix(new WKTReader().read(wkt(b)));
            double union = area(one, other, OverlayNG.UNION);
            if (union > 0 && one.getArea() > 0 && other.getArea() > 0) {
                assertEquals(
                        area(one, other, OverlayNG.INTERSECTION) / union,
                        outline(a).iou(outline(b)),
                        1e-7,
                        () -> wkt(a) + " and " + wkt(b));
            }
        }
    }

    /** On a grid of 1e-9: without one, where corners nearly lie on sides, the library takes parts that are not common. */
    private static double area(Geometry one, Geometry other, int operation) {
        return OverlayNG.overlay(one, other, operation, new PrecisionModel(1e9)).getArea();
    }

    private static int[][] grid(Random random) {
        return Stream.generate(() -> new int[] {random.nextInt(6), random.nextInt(6)})
                .limit(3 + random.nextInt(5))
                .toArray(int[][]::new);
    }

    private static String wkt(int[][] corners) {
        return Stream.concat(Arrays.stream(corners), Stream.of(corners[0]))
                .map(corner -> corner[0] + " " + corner[1])
                .collect(Collectors.joining(", ", "POLYGON ((", "))"));
    }

    private static Outline outline(int[][] corners) {
        return new Outline(
                Arrays.stream(corners).mapToDouble(corner -> corner[0]).toArray(),
                Arrays.stream(corners).mapToDouble(corner -> corner[1]).toArray());
    }

    @Test
    void a_corner_on_a_side_of_the_other_polygon_takes_nothing_in_that_is_outside() {
        Outline a = new Outline(new double[] {0, 3, 2, 5, 5, 4}, new double[] {4, 0, 3, 1, 0, 5});
        Outline b = new Outline(new double[] {3, 5, 4, 5, 4, 3}, new double[] {2, 0, 5, 3, 0, 0});
        assertEquals(0.0983391608, a.iou(b) * (a.area() + b.area()) / (1 + a.iou(b)), SMALL);
    }

    @Test
    void polygons_without_area() {
        Outline line = new Outline(new double[] {0, 5, 10}, new double[] {0, 5, 10});
        Outline square = new Outline(new double[] {0, 10, 10, 0}, new double[] {0, 0, 10, 10});
        assertEquals(1, line.iou(line));
        assertEquals(0, line.iou(square));
        assertThrows(IncomparableAnswerException.class, () -> new Outline(new double[] {1}, new double[] {1}));
    }

    @Test
    void a_scribble_that_crosses_itself_millions_of_times_is_refused() {
        double[] xs = new Random(1).doubles(20_000, 0, 100).toArray();
        double[] ys = new Random(2).doubles(20_000, 0, 100).toArray();
        assertThrows(IncomparableAnswerException.class, () -> new Outline(xs, ys));
    }

    @Test
    void an_outline_of_ten_thousand_points_is_compared() {
        Outline a = polygon(circle(50, 50, 20), 10_000);
        Outline b = polygon(circle(50, 50, 40), 10_000);
        assertEquals(0.25, a.iou(b), 1e-6);
    }

    private static Ellipse circle(double x, double y, double radius) {
        return new Ellipse(x, y, radius, 0, 0, radius);
    }

    private static Ellipse ellipse(Random random) {
        double turn = random.nextDouble() * 7;
        double long_ = 5 + random.nextInt(20);
        double short_ = 5 + random.nextInt(20);
        return new Ellipse(
                random.nextInt(20),
                random.nextInt(20),
                long_ * Math.cos(turn),
                long_ * Math.sin(turn),
                -short_ * Math.sin(turn),
                short_ * Math.cos(turn));
    }

    private static Outline polygon(Ellipse ellipse) {
        return polygon(ellipse, 2_000);
    }

    private static Outline polygon(Ellipse ellipse, int corners) {
        double[] xs = new double[corners];
        double[] ys = new double[corners];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            xs[i] = ellipse.x() + ellipse.ux() * Math.cos(angle) + ellipse.vx() * Math.sin(angle);
            ys[i] = ellipse.y() + ellipse.uy() * Math.cos(angle) + ellipse.vy() * Math.sin(angle);
        }
        return new Outline(xs, ys);
    }

    private static double[] corners(Random random) {
        double x = random.nextInt(30);
        double y = random.nextInt(30);
        double width = 1 + random.nextInt(40);
        double height = 1 + random.nextInt(40);
        double turn = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 7;
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        return new double[] {
            x,
            y,
            x + width * cos,
            y + width * sin,
            x + width * cos - height * sin,
            y + width * sin + height * cos,
            x - height * sin,
            y + height * cos
        };
    }

    private static double[] xs(double[] corners) {
        return new double[] {corners[0], corners[2], corners[4], corners[6]};
    }

    private static double[] ys(double[] corners) {
        return new double[] {corners[1], corners[3], corners[5], corners[7]};
    }
}
