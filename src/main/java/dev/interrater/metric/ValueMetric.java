package dev.interrater.metric;

import java.util.HashSet;
import java.util.Set;

/** Compares one value with another; the mean over all places where anything was answered compares whole answers (ours). */
@FunctionalInterface
interface ValueMetric extends Metric {

    /** 0 to 1. */
    double compare(Value a, Value b);

    @Override
    default double compare(Answer a, Answer b) {
        if (!(a instanceof Answer.Values valuesA && b instanceof Answer.Values valuesB)) {
            throw new IncomparableAnswerException("the metric does not compare regions");
        }
        Set<Place> places = new HashSet<>(valuesA.byPlace().keySet());
        places.addAll(valuesB.byPlace().keySet());
        double sum = 0;
        for (Place place : places) {
            Value one = valuesA.byPlace().get(place);
            Value other = valuesB.byPlace().get(place);
            sum += one == null || other == null ? 0 : compare(one, other);
        }
        return sum / places.size();
    }

    /** The value as the kind that a metric compares. */
    static <V extends Value> V as(Class<V> kind, Value value) {
        if (!kind.isInstance(value)) {
            throw new IncomparableAnswerException("the metric does not compare such answers");
        }
        return kind.cast(value);
    }
}
