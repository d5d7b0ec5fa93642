package dev.interrater.dimension;

import dev.interrater.labelconfig.ControlTag;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A short name for everything that scores depend on but the annotations, and for the cluster in which versions of those count.
 * Labels are not in it: no score depends on them.
 */
public final class Fingerprint {
    /** To be counted up when more is kept of a task, or the same answers get other scores, so that all of them are computed again. */
    public static final int RULES = 5;

    private Fingerprint() {}

    /** Of what scores of these dimensions depend on, in a cluster. */
    public static UUID of(List<ActiveDimension> dimensions, long cluster) {
        return named(text(dimensions, cluster).toString());
    }

    /** The same where only answers are kept: what has this one has no scores. */
    public static UUID ofAnswers(List<ActiveDimension> dimensions, long cluster) {
        return named(text(dimensions, cluster).append("\nanswers").toString());
    }

    /** Of what scores in one dimension depend on, its weight aside. */
    public static UUID of(ActiveDimension dimension) {
        return named(RULES + " " + text(dimension));
    }

    private static StringBuilder text(List<ActiveDimension> dimensions, long cluster) {
        StringBuilder text = new StringBuilder().append(RULES).append(' ').append(cluster);
        for (ActiveDimension kept : dimensions) {
            text.append('\n').append(kept.dimension().weight()).append(' ').append(text(kept));
        }
        return text;
    }

    private static UUID named(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Object> text(ActiveDimension kept) {
        return Arrays.asList(
                kept.id(),
                kept.dimension().name(),
                kept.metricType(),
                new TreeMap<>(kept.metricParams()),
                text(kept.dimension().control()),
                text(kept.dimension().region()),
                kept.dimension().labels().stream().map(Fingerprint::text).toList(),
                kept.dimension().path() == null ? "" : kept.dimension().path().text());
    }

    /** Sets are sorted: their order differs from one process to the next. */
    private static List<Object> text(ControlTag tag) {
        return tag == null
                ? List.of()
                : Arrays.asList(
                        tag.name(),
                        tag.type(),
                        tag.toNames(),
                        tag.perRegion(),
                        new TreeSet<>(tag.whenTagNames()),
                        tag.multiple(),
                        tag.repeated(),
                        tag.timeFormat());
    }
}
