package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.metric.Drawing;
import dev.interrater.metric.Shape;
import dev.interrater.metric.Track;
import java.util.ArrayList;
import java.util.List;

/** Reads the sequence of a video's rectangle. Sequences of other shapes can only be equal or not. */
final class TrackReader {

    private TrackReader() {}

    static Shape read(ResultItem item) {
        JsonNode sequence = item.required("sequence");
        if (!sequence.isArray() || sequence.isEmpty()) {
            throw item.malformed("sequence is no list of keyframes");
        }
        List<Track.Keyframe> keyframes = new ArrayList<>(sequence.size());
        for (JsonNode keyframe : sequence) {
            if (keyframe.has("vertices")) {
                return new Drawing(CanonicalJson.of(sequence));
            }
            keyframes.add(new Track.Keyframe(
                    ShapeReader.frame(item, keyframe, "frame"),
                    keyframe.path("enabled").asBoolean(true),
                    ShapeReader.number(item, keyframe, "x"),
                    ShapeReader.number(item, keyframe, "y"),
                    ShapeReader.number(item, keyframe, "width"),
                    ShapeReader.number(item, keyframe, "height"),
                    keyframe.hasNonNull("rotation") ? ShapeReader.number(item, keyframe, "rotation") : 0));
        }
        long framesCount = item.value().path("framesCount").asLong();
        return new Track(keyframes, Math.min(framesCount, ShapeReader.LAST_FRAME));
    }
}
