package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExactFramesTest {
    private static final double EXACT = 1e-12;
    private static final Metric METRIC = Metrics.of("exact_frames", null);

    @Test
    void keyframes_are_the_same_within_a_millionth() {
        Track.Keyframe here = new Track.Keyframe(3, true, 10, 20, 30, 40, 5);
        List<Track.Keyframe> same = List.of(
                new Track.Keyframe(3, false, 10, 20, 30, 40, 5),
                new Track.Keyframe(3, true, 10 + 9e-7, 20 - 9e-7, 30 + 9e-7, 40 - 9e-7, 5 + 9e-7));
        for (Track.Keyframe other : same) {
            assertEquals(1, METRIC.score(tracks(List.of(here)), tracks(List.of(other))), EXACT);
        }
        List<Track.Keyframe> different = List.of(
                new Track.Keyframe(4, true, 10, 20, 30, 40, 5),
                new Track.Keyframe(3, true, 10 + 2e-6, 20, 30, 40, 5),
                new Track.Keyframe(3, true, 10, 20 - 2e-6, 30, 40, 5),
                new Track.Keyframe(3, true, 10, 20, 30 + 2e-6, 40, 5),
                new Track.Keyframe(3, true, 10, 20, 30, 40 + 2e-6, 5),
                new Track.Keyframe(3, true, 10, 20, 30, 40, 5.1),
                new Track.Keyframe(3, true, 20, 10, 30, 40, 5));
        for (Track.Keyframe other : different) {
            assertEquals(0, METRIC.score(tracks(List.of(here)), tracks(List.of(other))), EXACT);
        }
    }

    /** Few rectangles, so that many are the same, exactly or nearly; each is paired once. */
    @Test
    void frames_of_several_tracks_score_what_pairing_each_with_each_gives() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Track.Keyframe> a = keyframes(random);
            List<Track.Keyframe> b = keyframes(random);
            double expected = naive(a, b);
            assertEquals(expected, METRIC.score(tracks(a), tracks(b)), EXACT);
            assertEquals(expected, METRIC.score(tracks(b), tracks(a)), EXACT);
        }
    }

    private static List<Track.Keyframe> keyframes(Random random) {
        return random.ints(1 + random.nextInt(12), 1, 4)
                .mapToObj(frame -> new Track.Keyframe(
                        frame, true, random.nextInt(3) + random.nextInt(2) * 4e-7, random.nextInt(2), 9, 9, 0))
                .toList();
    }

    private static double naive(List<Track.Keyframe> a, List<Track.Keyframe> b) {
        Set<Long> frames = new HashSet<>();
        a.forEach(keyframe -> frames.add(keyframe.frame()));
        b.forEach(keyframe -> frames.add(keyframe.frame()));
        double sum = 0;
        for (Long frame : frames) {
            List<Track.Keyframe> one =
                    a.stream().filter(k -> k.frame() == frame).toList();
            List<Track.Keyframe> unmatched =
                    new ArrayList<>(b.stream().filter(k -> k.frame() == frame).toList());
            double most = Math.max(one.size(), unmatched.size());
            int alike = 0;
            for (Track.Keyframe keyframe : one) {
                for (int i = 0; i < unmatched.size(); i++) {
                    if (Math.abs(keyframe.x() - unmatched.get(i).x()) < 1e-6
                            && keyframe.y() == unmatched.get(i).y()) {
                        unmatched.remove(i);
                        alike++;
                        break;
                    }
                }
            }
            sum += alike / most;
        }
        return sum / frames.size();
    }

    /** All in one frame: held against each other, these would be thousands of millions of pairs. */
    @Test
    void tens_of_thousands_of_tracks_are_compared() {
        int tracks = 50_000;
        IntFunction<Track.Keyframe> same = i -> new Track.Keyframe(1, true, 1, 1, 9, 9, 0);
        IntFunction<Track.Keyframe> apart = i -> new Track.Keyframe(1, true, i % 200, i / 200, 9, 9, 0);
        IntFunction<Track.Keyframe> nearly = i -> new Track.Keyframe(1, true, i % 200 + 5e-7, i / 200, 9, 9, 0);
        assertEquals(1, METRIC.score(tracks(tracks, same), tracks(tracks, same)), EXACT);
        assertEquals(1, METRIC.score(tracks(tracks, apart), tracks(tracks, nearly)), EXACT);
        assertEquals(1.0 / tracks, METRIC.score(tracks(tracks, same), tracks(tracks, apart)), EXACT);
    }

    private static Answer tracks(int size, IntFunction<Track.Keyframe> keyframe) {
        return tracks(IntStream.range(0, size).mapToObj(keyframe).toList());
    }

    private static Answer tracks(List<Track.Keyframe> keyframes) {
        return new Answer.Regions(keyframes.stream()
                .map(keyframe -> new Region(Place.WHOLE_TASK, Set.of("Car"), new Track(List.of(keyframe), 0), null))
                .toList());
    }
}
