package dev.interrater.metric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Of all frames in which either annotator has a keyframe, the share in which both have one with the same rectangle and the
 * same labels. With several tracks, a frame counts by the share of its keyframes that have their like (details ours).
 */
final class ExactFrames implements Metric {

    static final MetricType TYPE = new MetricType("exact_frames", List.of(), false, settings -> new ExactFrames());

    private static final double SAME = 1e-6;

    private record Marked(Place place, Set<String> labels, Track.Keyframe keyframe) {

        boolean isLike(Marked other) {
            return place.equals(other.place)
                    && labels.equals(other.labels)
                    && Math.abs(keyframe.x() - other.keyframe.x()) <= SAME
                    && Math.abs(keyframe.y() - other.keyframe.y()) <= SAME
                    && Math.abs(keyframe.width() - other.keyframe.width()) <= SAME
                    && Math.abs(keyframe.height() - other.keyframe.height()) <= SAME
                    && Math.abs(keyframe.rotation() - other.keyframe.rotation()) <= SAME;
        }
    }

    @Override
    public double compare(Answer a, Answer b) {
        Map<Long, List<Marked>> one = byFrame(a);
        Map<Long, List<Marked>> other = byFrame(b);
        Set<Long> frames = new HashSet<>(one.keySet());
        frames.addAll(other.keySet());
        double sum = 0;
        for (Long frame : frames) {
            sum += shareAlike(one.getOrDefault(frame, List.of()), other.getOrDefault(frame, List.of()));
        }
        return frames.isEmpty() ? ExactMatch.TYPE.with(null).compare(a, b) : sum / frames.size();
    }

    private static double shareAlike(List<Marked> one, List<Marked> other) {
        List<Marked> unmatched = new ArrayList<>(other);
        int alike = 0;
        for (Marked marked : one) {
            for (int i = 0; i < unmatched.size(); i++) {
                if (marked.isLike(unmatched.get(i))) {
                    unmatched.remove(i);
                    alike++;
                    break;
                }
            }
        }
        return (double) alike / Math.max(one.size(), other.size());
    }

    private static Map<Long, List<Marked>> byFrame(Answer answer) {
        Map<Long, List<Marked>> byFrame = new TreeMap<>();
        for (Region region : RegionOverlap.regions(answer)) {
            if (region.shape() instanceof Track track) {
                for (Track.Keyframe keyframe : track.keyframes()) {
                    byFrame.computeIfAbsent(keyframe.frame(), frame -> new ArrayList<>())
                            .add(new Marked(region.place(), region.labels(), keyframe));
                }
            }
        }
        return byFrame;
    }
}
