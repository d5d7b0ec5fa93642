package dev.interrater.metric;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Paul Jaccard's index of two sets of choices: the size of the intersection over that of the union. */
final class Jaccard implements ValueMetric {

    static final MetricType TYPE = new MetricType("jaccard", List.of(), false, settings -> new Jaccard());

    @Override
    public double compare(Value a, Value b) {
        return index(choices(a), choices(b));
    }

    private static Set<List<String>> choices(Value value) {
        return new HashSet<>(ValueMetric.as(Value.Choices.class, value).items());
    }

    /** The index of any two sets, 1 if both are empty. */
    static double index(Set<?> a, Set<?> b) {
        long common = a.stream().filter(b::contains).count();
        long union = a.size() + b.size() - common;
        return union == 0 ? 1 : (double) common / union;
    }
}
