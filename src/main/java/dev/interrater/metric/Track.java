package dev.interrater.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A rectangle that moves through a video, given by keyframes and moving evenly between them. */
public final class Track implements Shape {

    private static final int FRAMES_AT_ONCE = 1_000;

    private final TreeMap<Long, Keyframe> keyframes = new TreeMap<>();
    private final Ranges shown;

    /**
     * The rectangle in one frame.
     *
     * @param frame its number
     * @param enabled whether it is shown from here to the next keyframe, or ends here
     * @param x left, percent
     * @param y top, percent
     * @param width percent
     * @param height percent
     * @param rotation clockwise about the top left corner, degrees
     */
    public record Keyframe(
            long frame, boolean enabled, double x, double y, double width, double height, double rotation) {

        private Keyframe towards(Keyframe next, long between) {
            double share = (double) (between - frame) / (next.frame - frame);
            return new Keyframe(
                    between,
                    enabled,
                    x + share * (next.x - x),
                    y + share * (next.y - y),
                    width + share * (next.width - width),
                    height + share * (next.height - height),
                    rotation + share * (next.rotation - rotation));
        }

        private Shape shape() {
            return ConvexPolygon.rectangle(x, y, width, height, rotation, 1);
        }
    }

    /**
     * Of keyframes in any order. As in Label Studio's editor, the frame in which a track ends still shows it, and a track
     * that does not end is shown until the video ends.
     *
     * @param lastFrame the video's last frame, or 0 where it is not known
     */
    public Track(List<Keyframe> keyframes, long lastFrame) {
        keyframes.forEach(keyframe -> this.keyframes.put(keyframe.frame, keyframe));
        List<Ranges.Range> ranges = new ArrayList<>();
        for (Keyframe keyframe : this.keyframes.values()) {
            Long next = this.keyframes.higherKey(keyframe.frame);
            long last = next == null ? Math.max(lastFrame, keyframe.frame) : next - 1;
            ranges.add(new Ranges.Range(keyframe.frame, keyframe.enabled ? last : keyframe.frame));
        }
        this.shown = new Ranges(ranges);
    }

    /** Sorted by frame. */
    public List<Keyframe> keyframes() {
        return List.copyOf(keyframes.values());
    }

    /** The mean intersection over union in all frames that show either of the two. */
    @Override
    public double iou(Shape other) {
        if (!(other instanceof Track track)) {
            return 0;
        }
        long common = shown.common(track.shown);
        long either = shown.count() + track.shown.count() - common;
        double sum = 0;
        for (Ranges.Range range : shown.ranges()) {
            for (long frame = range.start(); frame <= range.end(); frame++) {
                if (frame % FRAMES_AT_ONCE == 0) {
                    Deadline.check();
                }
                if (track.shown.contains(frame)) {
                    sum += at(frame).shape().iou(track.at(frame).shape());
                }
            }
        }
        return either == 0 ? 1 : sum / either;
    }

    @Override
    public double iouLimit(Shape other) {
        return other instanceof Track track ? shown.iou(track.shown) : 0;
    }

    @Override
    public double cost() {
        return shown.count() / 5.0;
    }

    private Keyframe at(long frame) {
        Keyframe keyframe = keyframes.floorEntry(frame).getValue();
        Long next = keyframe.frame == frame ? null : keyframes.higherKey(frame);
        return next == null ? keyframe : keyframe.towards(keyframes.get(next), frame);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Track track && keyframes.equals(track.keyframes) && shown.equals(track.shown);
    }

    @Override
    public int hashCode() {
        return keyframes.hashCode();
    }
}
