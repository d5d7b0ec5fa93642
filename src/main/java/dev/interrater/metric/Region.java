package dev.interrater.metric;

import java.util.Set;

/**
 * A part of the task's data that an annotator marked.
 *
 * @param place page, image or channel it lies on
 * @param labels what it is marked as; empty for controls without labels
 * @param shape where it lies there
 * @param value what was answered about this one region, or null where nothing is asked
 */
public record Region(Place place, Set<String> labels, Shape shape, Value value) {

    /** Keeps a copy of the labels. */
    public Region {
        labels = Set.copyOf(labels);
    }
}
