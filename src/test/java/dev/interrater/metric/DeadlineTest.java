package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** By a clock that is a second further on whenever somebody looks at it. */
class DeadlineTest {
    private static final Random RANDOM = new Random(5);

    static List<Arguments> comparisons() {
        return List.of(
                argumentSet("boxes", "iou", regions(200, i -> box(i, 0))),
                argumentSet("rotated boxes", "iou", regions(200, i -> box(i, 30))),
                argumentSet("ellipses", "ellipse_iou", regions(60, i -> new Ellipse(50, 50, 20 + i, 0, 0, 20))),
                argumentSet("polygons", "polygon_iou", regions(60, i -> polygon(5, i))),
                argumentSet("two large polygons", "polygon_iou", regions(1, i -> polygon(5_000, 0))),
                argumentSet("masks", "brush_iou", regions(60, i -> new Mask(1_000_000, ranges(i)))),
                argumentSet("spans", "span_overlap", regions(100, i -> new Span(i, 1_000 + i))),
                argumentSet("tracks", "video_tracking", regions(1, i -> track(100_000))),
                argumentSet("keyframes", "exact_frames", regions(100, i -> track(9))),
                argumentSet("points", "keypoint_distance", regions(1_000, i -> new Point(i, RANDOM.nextDouble()))),
                argumentSet("equal regions", "exact_match", regions(100, i -> box(i, 0))),
                argumentSet("choices per region", "bbox_labels", regions(100, i -> box(0, 0))),
                argumentSet("paths", "taxonomy_subtree", value(new Value.Paths(Set.of(words(100))))),
                argumentSet("a long text", "text_similarity", text("levenshtein", 10_000)),
                argumentSet("a long text once more", "text_similarity", text("ratcliff_obershelp", 1_000)),
                argumentSet("many lines", "text_similarity", value(new Value.Text(words(100)))));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("comparisons")
    void what_can_take_long_ends_when_its_time_is_over(String metric, Case answers) {
        LongSupplier clock = clock();
        String reason = assertThrows(
                        IncomparableAnswerException.class,
                        () -> Deadline.within(Duration.ofSeconds(20), clock, () -> answers.score(metric)))
                .getMessage();
        assertEquals("comparing takes longer than 20S", reason);
    }

    @Test
    void time_is_looked_at_between_the_answers_to_a_task() {
        Answer answer = new Answer.Values(Map.of(Place.WHOLE_TASK, Value.Choices.of(List.of("A"))));
        List<Answer> answers = IntStream.range(0, 10).mapToObj(i -> answer).toList();
        Metric metric = Metrics.of("exact_match", null);
        assertThrows(
                IncomparableAnswerException.class,
                () -> Deadline.within(Duration.ofSeconds(45), clock(), () -> PairScores.of(answers, metric)));
        assertEquals(
                1,
                Deadline.within(Duration.ofSeconds(46), clock(), () -> PairScores.of(answers, metric))
                        .pairwise());
    }

    @Test
    void a_deadline_ends_with_its_work() {
        assertThrows(
                IncomparableAnswerException.class,
                () -> Deadline.within(Duration.ZERO, () -> 0, () -> {
                    Deadline.check();
                    return null;
                }));
        Deadline.check();
        Deadline.within(Duration.ofSeconds(9), clock(), () -> {
            Deadline.within(Duration.ofSeconds(1_000), () -> 0, () -> null);
            assertThrows(
                    IncomparableAnswerException.class,
                    () -> IntStream.range(0, 9).forEach(i -> Deadline.check()));
            return null;
        });
    }

    private record Case(Map<String, Object> params, Answer a, Answer b) {
        double score(String metric) {
            return Metrics.of(metric, params).score(a, b);
        }
    }

    private static LongSupplier clock() {
        AtomicLong seconds = new AtomicLong(RANDOM.nextLong());
        return () -> seconds.getAndAdd(1_000_000_000);
    }

    private static Case regions(int size, IntFunction<Shape> shape) {
        return new Case(Map.of(), answer(size, shape), answer(size, shape));
    }

    private static Answer answer(int size, IntFunction<Shape> shape) {
        Value old = Value.Choices.of(List.of("Old"));
        return new Answer.Regions(IntStream.range(0, size)
                .mapToObj(i -> new Region(Place.WHOLE_TASK, Set.of("Car"), shape.apply(i), old))
                .toList());
    }

    private static Case value(Value value) {
        Answer answer = new Answer.Values(Map.of(Place.WHOLE_TASK, value));
        return new Case(Map.of(), answer, answer);
    }

    private static Case text(String algorithm, int length) {
        return new Case(Map.of("algorithm", algorithm), text(length), text(length));
    }

    private static Answer text(int length) {
        String letters = RANDOM.ints(length, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Answer.Values(Map.of(Place.WHOLE_TASK, new Value.Text(List.of(letters))));
    }

    private static List<String> words(int size) {
        return IntStream.range(0, size).mapToObj(i -> "word " + i).toList();
    }

    private static Shape box(int i, double degrees) {
        return ConvexPolygon.rectangle(i % 10, RANDOM.nextDouble(), 50, 50, degrees, 1);
    }

    private static Shape polygon(int corners, int start) {
        return new Outline(
                IntStream.range(0, corners)
                        .mapToDouble(i -> 50 + 40 * Math.cos(start + 2 * Math.PI * i / corners))
                        .toArray(),
                IntStream.range(0, corners)
                        .mapToDouble(i -> 50 + RANDOM.nextDouble() + 40 * Math.sin(start + 2 * Math.PI * i / corners))
                        .toArray());
    }

    private static Ranges ranges(int start) {
        return new Ranges(List.of(new Ranges.Range(start, 100_000), new Ranges.Range(200_000, 300_000 + start)));
    }

    private static Shape track(int frames) {
        return new Track(List.of(new Track.Keyframe(1, true, RANDOM.nextDouble(), 0, 9, 9, 0)), frames);
    }
}
