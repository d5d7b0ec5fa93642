package dev.interrater.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers of every kind that metrics compare, near enough to each other that some of them match. */
final class RandomAnswers {

    private static final List<String> WORDS = List.of("Car", "Dog", "Plane", "Zürich", "東京", "👍🏽", "");
    private static final double FAR_AWAY = 5_000;

    private final Random random;

    RandomAnswers(long seed) {
        random = new Random(seed);
    }

    /** An answer for a metric, now and then with very few parts. */
    Answer forMetric(String code) {
        Map<Place, Value> values = new HashMap<>();
        List<Region> regions = new ArrayList<>();
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            Place place = new Place(random.nextInt(2), 0, "");
            if (marksRegions(code)) {
                regions.add(new Region(place, labels(), shape(code, 0), value(code)));
            } else {
                values.put(place, value(code));
            }
        }
        return marksRegions(code) ? new Answer.Regions(regions) : new Answer.Values(values);
    }

    /** The same answer with a region that overlaps nothing. */
    Answer withRegionFarAway(String code, Answer answer) {
        List<Region> regions = new ArrayList<>(((Answer.Regions) answer).regions());
        regions.add(new Region(Place.WHOLE_TASK, labels(), shape(code, FAR_AWAY), value(code)));
        return new Answer.Regions(regions);
    }

    Answer shuffled(Answer answer) {
        List<Region> regions = new ArrayList<>(((Answer.Regions) answer).regions());
        Collections.shuffle(regions, random);
        return new Answer.Regions(regions);
    }

    static boolean marksRegions(String code) {
        return !code.matches("exact_match|(jaccard|taxonomy|numeric|text_similarity).*");
    }

    private Value value(String code) {
        if (code.contains("_text") || code.startsWith("text")) {
            return new Value.Text(some(() -> text()));
        } else if (code.startsWith("taxonomy")) {
            return new Value.Paths(new HashSet<>(some(() -> some(this::word))));
        } else if (code.startsWith("numeric")) {
            return new Value.Quantity(random.nextInt(3) == 0 ? random.nextInt(4) : random.nextGaussian() * 1e6);
        }
        return new Value.Choices(some(() -> some(this::word)));
    }

    private Shape shape(String code, double away) {
        if (code.startsWith("polygon")) {
            int corners = 3 + random.nextInt(6);
            return new Outline(doubles(corners, away), doubles(corners, away));
        } else if (code.startsWith("ellipse")) {
            return new Ellipse(
                    at(away), at(0), 1 + random.nextInt(20), random.nextInt(9), random.nextInt(9), random.nextInt(30));
        } else if (code.startsWith("brush")) {
            return new Mask(1 << 20, ranges((long) away));
        } else if (code.startsWith("span")) {
            return Span.between(at(away), at(away));
        } else if (code.startsWith("html")) {
            Span local = Span.between(at(away), at(away));
            Span global = Span.between(local.start() + 7, local.end() + 7);
            return new NodeSpan(
                    new NodeSpan.End("/p[1]", local.start()),
                    new NodeSpan.End(random.nextInt(4) == 0 ? "/p[2]" : "/p[1]", local.end()),
                    random.nextBoolean() ? global : null);
        } else if (code.startsWith("timeline")) {
            return ranges((long) away);
        } else if (code.startsWith("keypoint")) {
            return new Point(at(away), at(0) / 5);
        } else if (code.contains("frames") || code.startsWith("video")) {
            return track(away);
        }
        return box(away);
    }

    private Shape box(double away) {
        int degrees = random.nextInt(3) == 0 ? random.nextInt(360) : 0;
        return ConvexPolygon.rectangle(at(away), at(away), random.nextInt(40), random.nextInt(40), degrees, 1.5);
    }

    private Shape track(double away) {
        List<Track.Keyframe> keyframes = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> new Track.Keyframe(
                        (long) away + 1 + random.nextInt(20),
                        random.nextInt(3) > 0,
                        at(0),
                        at(0),
                        30,
                        30,
                        random.nextInt(2) * 10))
                .toList();
        return new Track(keyframes, (long) away + 20);
    }

    private Ranges ranges(long away) {
        return new Ranges(some(() -> {
            long start = away + random.nextInt(50);
            return new Ranges.Range(start, start + random.nextInt(20));
        }));
    }

    private Set<String> labels() {
        return random.nextInt(8) == 0 ? Set.of() : Set.of(random.nextBoolean() ? "Car" : "Dog");
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private String text() {
        return String.join(
                " ", Stream.generate(this::word).limit(random.nextInt(6)).toList());
    }

    private double at(double away) {
        return away + random.nextInt(60);
    }

    private double[] doubles(int size, double away) {
        return random.doubles(size, away, away + 60).toArray();
    }

    private <T> List<T> some(Supplier<T> supplier) {
        return Stream.generate(supplier).limit(1 + random.nextInt(3)).toList();
    }
}
