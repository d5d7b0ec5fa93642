package dev.interrater.agreement;

import dev.interrater.dimension.ActiveDimension;
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
    public static final int RULES = 3;

    private Fingerprint() {}

    static UUID of(List<ActiveDimension> dimensions, long cluster) {
        StringBuilder text = new StringBuilder().append(RULES).append(' ').append(cluster);
        for (ActiveDimension kept : dimensions) {
            text.append('\n')
                    .append(Arrays.asList(
                            kept.id(),
                            kept.dimension().name(),
                            kept.dimension().weight(),
                            kept.metricType(),
                            new TreeMap<>(kept.metricParams()),
                            text(kept.dimension().control()),
                            text(kept.dimension().region()),
                            kept.dimension().labels().stream()
                                    .map(Fingerprint::text)
                                    .toList(),
                            kept.dimension().path() == null
                                    ? ""
                                    : kept.dimension().path().text()));
        }
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8));
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
