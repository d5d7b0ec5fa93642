package dev.interrater.metric;

import java.util.HashSet;
import java.util.List;

/** 1 if both annotators gave the same labels to the same ranges of frames, in any order and however often, otherwise 0. */
final class TimelineUnordered implements Metric {

    static final MetricType TYPE =
            new MetricType("timeline_unordered", List.of(), true, settings -> new TimelineUnordered());

    @Override
    public double compare(Answer a, Answer b) {
        return new HashSet<>(RegionOverlap.regions(a)).equals(new HashSet<>(RegionOverlap.regions(b))) ? 1 : 0;
    }
}
