package dev.interrater.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of all frames in which either annotator has a keyframe, the share in which both have one with the same rectangle and the
 * same labels. With several tracks, a frame counts by the share of its keyframes that have their like (details ours).
 */
final class ExactFrames implements Metric {

    static final MetricType TYPE = new MetricType("exact_frames", List.of(), false, settings -> new ExactFrames());

    /** Keyframes that could be alike. */
    private record Group(long frame, Place place, Set<String> labels) {}

    /** How many keyframes both annotators have in a frame, and how many of one's have their like among the other's. */
    private static final class Tally {
        private int one;
        private int other;
        private int alike;

        double share() {
            return (double) alike / Math.max(one, other);
        }
    }

    @Override
    public double compare(Answer a, Answer b) {
        Map<Group, List<Track.Keyframe>> one = groups(a);
        Map<Group, List<Track.Keyframe>> other = groups(b);
        Map<Long, Tally> frames = new HashMap<>();
        one.forEach((group, keyframes) -> {
            Tally tally = frames.computeIfAbsent(group.frame, frame -> new Tally());
            tally.one += keyframes.size();
            tally.alike += SameRectangles.count(keyframes, other.getOrDefault(group, List.of()));
        });
        other.forEach((group, keyframes) ->
                frames.computeIfAbsent(group.frame, frame -> new Tally()).other += keyframes.size());
        return frames.isEmpty()
                ? ExactMatch.TYPE.with(null).compare(a, b)
                : frames.values().stream().mapToDouble(Tally::share).sum() / frames.size();
    }

    private static Map<Group, List<Track.Keyframe>> groups(Answer answer) {
        Map<Group, List<Track.Keyframe>> groups = new HashMap<>();
        for (Region region : RegionOverlap.regions(answer)) {
            if (region.shape() instanceof Track track) {
                Deadline.check();
                for (Track.Keyframe keyframe : track.keyframes()) {
                    Group group = new Group(keyframe.frame(), region.place(), region.labels());
                    groups.computeIfAbsent(group, first -> new ArrayList<>(1)).add(keyframe);
                }
            }
        }
        return groups;
    }
}
