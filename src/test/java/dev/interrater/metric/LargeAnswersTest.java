package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers of thousands of regions are compared, or refused where that would take minutes; none of it hangs. */
class LargeAnswersTest {

    private final Random random = new Random(2026);

    @Test
    void thousands_of_boxes_score_what_comparing_each_with_each_gives() {
        Answer.Regions a = regions(5_000, () -> Box.of(at(100), at(100), 1 + at(5), 1 + at(5)));
        Answer.Regions b = regions(5_000, () -> Box.of(at(100), at(100), 1 + at(5), 1 + at(5)));
        assertEquals(eachWithEach(a, b), Metrics.of("iou", null).score(a, b), 1e-9);
    }

    @Test
    void thousands_of_rotated_boxes_score_what_comparing_each_with_each_gives() {
        Answer.Regions a = regions(1_000, this::maybeRotated);
        Answer.Regions b = regions(1_000, this::maybeRotated);
        assertEquals(eachWithEach(a, b), Metrics.of("iou", null).score(a, b), 1e-9);
    }

    @Test
    void regions_that_would_take_too_long_to_intersect_are_refused() {
        Answer a = regions(5, () -> new Costly(500_000));
        assertThrows(
                IncomparableAnswerException.class, () -> Metrics.of("iou", null).score(a, a));
        assertEquals(
                0.1,
                Metrics.of("iou", null)
                        .score(regions(5, () -> new Costly(50_000)), regions(5, () -> new Costly(50_000))),
                1e-9);
    }

    @Test
    void a_polygon_that_goes_to_and_fro_costs_more() {
        double round = polygon(i -> 50 + 20 * Math.cos(i * Math.PI / 50), i -> 50 + 20 * Math.sin(i * Math.PI / 50))
                .cost();
        double toAndFro = polygon(i -> i % 2 * (9.0 + i), i -> i).cost();
        assertTrue(toAndFro > 10 * round, toAndFro + " and " + round);
    }

    private static Outline polygon(IntToDoubleFunction x, IntToDoubleFunction y) {
        return new Outline(
                IntStream.range(0, 100).mapToDouble(x).toArray(),
                IntStream.range(0, 100).mapToDouble(y).toArray());
    }

    @Test
    void thousands_of_polygons_score_what_comparing_each_with_each_gives() {
        Answer.Regions a = regions(1_000, this::hexagon);
        Answer.Regions b = regions(1_000, this::hexagon);
        assertEquals(eachWithEach(a, b), Metrics.of("polygon_iou", null).score(a, b), 1e-9);
    }

    private Shape hexagon() {
        double x = at(100);
        double y = at(100);
        double[] radii = random.doubles(6, 5, 15).toArray();
        return new Outline(
                IntStream.range(0, 6)
                        .mapToDouble(i -> x + radii[i] * Math.cos(i))
                        .toArray(),
                IntStream.range(0, 6)
                        .mapToDouble(i -> y + radii[i] * Math.sin(i))
                        .toArray());
    }

    @Test
    void a_video_of_any_length_is_compared_by_its_keyframes_and_refused_frame_by_frame() {
        Answer a = regions(
                2, () -> new Track(List.of(new Track.Keyframe(1, true, at(9), 0, 9, 9, 0)), 1_000_000_000_000L));
        assertEquals(1, Metrics.of("exact_frames", null).score(a, a));
        assertThrows(
                IncomparableAnswerException.class,
                () -> Metrics.of("video_tracking", null).score(a, a));
    }

    private record Costly(double cost) implements Shape {

        @Override
        public double iou(Shape other) {
            return 0.1;
        }
    }

    @Test
    void thousands_of_answers_about_the_very_same_box_are_refused() {
        Answer a = new Answer.Regions(Stream.generate(() ->
                        new Region(Place.WHOLE_TASK, Set.of(), Box.of(1, 1, 9, 9), Value.Choices.of(List.of("Old"))))
                .limit(5_000)
                .toList());
        assertThrows(
                IncomparableAnswerException.class,
                () -> Metrics.of("bbox_labels", null).score(a, a));
    }

    @Test
    void more_regions_than_can_be_paired_are_refused() {
        Answer a = regions(30_000, () -> Box.of(1, 1, 1, 1));
        assertThrows(
                IncomparableAnswerException.class, () -> Metrics.of("iou", null).score(a, a));
    }

    @Test
    void long_texts_are_compared_by_every_algorithm() {
        List<?> algorithms =
                (List<?>) TextSimilarity.TYPE.parameters().get(0).schema().get("enum");
        for (Object algorithm : algorithms) {
            double score = Metrics.of("text_similarity", Map.of("algorithm", algorithm))
                    .score(text(), text());
            assertTrue(score >= 0 && score < 1, algorithm + " gives " + score);
        }
    }

    private Answer text() {
        String text = random.ints(20_000, 'a', 'i')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Answer.Values(Map.of(Place.WHOLE_TASK, new Value.Text(List.of(text))));
    }

    private static double eachWithEach(Answer.Regions a, Answer.Regions b) {
        return (best(a, b) + best(b, a)) / (a.regions().size() + b.regions().size());
    }

    private static double best(Answer.Regions a, Answer.Regions b) {
        Shape[] others = b.regions().stream().map(Region::shape).toArray(Shape[]::new);
        return a.regions().stream()
                .mapToDouble(region -> Arrays.stream(others)
                        .mapToDouble(other -> region.shape().iou(other))
                        .max()
                        .orElse(0))
                .sum();
    }

    private Answer.Regions regions(int size, Supplier<Shape> shapes) {
        return new Answer.Regions(Stream.generate(() -> new Region(Place.WHOLE_TASK, Set.of("Car"), shapes.get(), null))
                .limit(size)
                .toList());
    }

    private Shape maybeRotated() {
        return ConvexPolygon.rectangle(at(50), at(50), 1 + at(9), 1 + at(9), random.nextInt(2) * 30, 1.5);
    }

    private double at(double bound) {
        return random.nextDouble() * bound;
    }
}
