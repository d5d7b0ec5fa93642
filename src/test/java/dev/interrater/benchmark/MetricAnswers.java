package dev.interrater.benchmark;

import dev.interrater.metric.Answer;
import dev.interrater.metric.Box;
import dev.interrater.metric.ConvexPolygon;
import dev.interrater.metric.Ellipse;
import dev.interrater.metric.Mask;
import dev.interrater.metric.NodeSpan;
import dev.interrater.metric.Outline;
import dev.interrater.metric.Place;
import dev.interrater.metric.Point;
import dev.interrater.metric.Ranges;
import dev.interrater.metric.Region;
import dev.interrater.metric.Shape;
import dev.interrater.metric.Span;
import dev.interrater.metric.Track;
import dev.interrater.metric.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers of any size, of annotators who look at the same things and do not quite agree. */
final class MetricAnswers {
    private static final long PIXELS = 1_000_000;
    private static final int ROW = 1_000;

    private final Random random;

    MetricAnswers(long seed) {
        random = new Random(seed);
    }

    /** "Stacked" shapes all lie over each other. */
    Answer of(String kind, int size) {
        return switch (kind) {
            case "number" -> value(new Value.Quantity(random.nextInt(5)));
            case "choices" -> value(Value.Choices.of(some(size, () -> "choice " + random.nextInt(2 * size))));
            case "paths" -> value(new Value.Paths(new LinkedHashSet<>(some(size, this::path))));
            case "text" -> value(new Value.Text(List.of(text(size))));
            case "boxes" -> regions(size, this::box, null);
            case "stacked boxes" -> regions(size, () -> rectangle(true, 0), null);
            case "rotated boxes" -> regions(size, () -> rectangle(false, 30), null);
            case "stacked rotated boxes" -> regions(size, () -> rectangle(true, random.nextInt(90)), null);
            case "polygons" -> regions(size, () -> polygon(false), null);
            case "stacked polygons" -> regions(size, () -> polygon(true), null);
            case "ellipses" -> regions(size, () -> ellipse(false), null);
            case "stacked ellipses" -> regions(size, () -> ellipse(true), null);
            case "masks" -> regions(size, this::mask, null);
            case "spans" -> regions(size, () -> span(size), null);
            case "html spans" -> regions(size, () -> nodeSpan(span(size), span(size)), null);
            case "timelines" -> regions(size, () -> new Ranges(List.of(range(size))), null);
            case "points" -> regions(size, () -> new Point(at(100), at(100)), null);
            case "tracks" -> regions(size, this::track, null);
            case "boxes with choices" -> regions(size, this::box, () -> Value.Choices.of(List.of(word(), word())));
            case "boxes with text" -> regions(size, this::box, () -> new Value.Text(List.of(text(100))));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Answer value(Value value) {
        return new Answer.Values(Map.of(Place.WHOLE_TASK, value));
    }

    private Answer regions(int size, Supplier<Shape> shapes, Supplier<Value> values) {
        return new Answer.Regions(some(
                size,
                () -> new Region(Place.WHOLE_TASK, Set.of("Car"), shapes.get(), values == null ? null : values.get())));
    }

    private Shape box() {
        return Box.of(at(90), at(90), 5 + at(5), 5 + at(5));
    }

    private Shape rectangle(boolean stacked, double degrees) {
        double size = stacked ? 60 : 10;
        return ConvexPolygon.rectangle(
                at(stacked ? 5 : 90),
                at(stacked ? 5 : 90),
                size / 2 + at(size / 2),
                size / 2 + at(size / 2),
                degrees,
                1.5);
    }

    /** Ten corners about a centre, now nearer to it, now farther. */
    private Shape polygon(boolean stacked) {
        double x = stacked ? 50 + at(5) : at(100);
        double y = stacked ? 50 + at(5) : at(100);
        double[] xs = new double[10];
        double[] ys = new double[10];
        for (int i = 0; i < xs.length; i++) {
            double radius = stacked ? 20 + at(25) : 3 + at(4);
            xs[i] = x + radius * Math.cos(i * Math.PI / 5);
            ys[i] = y + radius * Math.sin(i * Math.PI / 5);
        }
        return new Outline(xs, ys);
    }

    private Shape ellipse(boolean stacked) {
        double size = stacked ? 20 : 4;
        double turn = at(Math.PI);
        double width = size + at(size);
        double height = size + at(size);
        return new Ellipse(
                stacked ? 50 + at(5) : at(100),
                stacked ? 50 + at(5) : at(100),
                width * Math.cos(turn),
                width * Math.sin(turn),
                -height * Math.sin(turn),
                height * Math.cos(turn));
    }

    /** A hundred rows of brush strokes. */
    private Shape mask() {
        int top = random.nextInt(800);
        List<Ranges.Range> rows = new ArrayList<>();
        for (int row = top; row < top + 100; row++) {
            long start = (long) row * ROW + 300 + random.nextInt(50);
            rows.add(new Ranges.Range(start, start + 200 + random.nextInt(50)));
        }
        return new Mask(PIXELS, new Ranges(rows));
    }

    private Span span(int size) {
        double start = at(10 * size);
        return Span.between(start, start + 5 + at(10));
    }

    private Ranges.Range range(int size) {
        long start = random.nextInt(20 * size);
        return new Ranges.Range(start, start + random.nextInt(20));
    }

    private Shape track() {
        return new Track(
                IntStream.range(0, 10)
                        .mapToObj(i -> new Track.Keyframe(1 + 10L * i, true, at(50), at(50), 30, 30, 0))
                        .toList(),
                100);
    }

    private List<String> path() {
        return List.of("kingdom", "class " + random.nextInt(3), "family " + random.nextInt(9), word());
    }

    private String word() {
        return "word" + random.nextInt(9);
    }

    private String text(int size) {
        return random.ints(size, 'a', 'i')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private double at(double bound) {
        return random.nextDouble() * bound;
    }

    private static <T> List<T> some(int size, Supplier<T> supplier) {
        return Stream.generate(supplier).limit(size).toList();
    }

    private static NodeSpan nodeSpan(Span local, Span global) {
        return new NodeSpan(new NodeSpan.End("/p[1]", local.start()), new NodeSpan.End("/p[1]", local.end()), global);
    }
}
