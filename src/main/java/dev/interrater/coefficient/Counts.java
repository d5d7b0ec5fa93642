package dev.interrater.coefficient;

import java.util.HashMap;
import java.util.Map;

/** How often each value was given. */
final class Counts {

    /** More different values than that are no categories any more, and would fill the memory. */
    static final int MOST_VALUES = 10_000;

    static final String TOO_MANY_VALUES = "There are more than " + MOST_VALUES + " different values.";

    private final Map<Object, Long> counts = new HashMap<>();
    private long total;
    private boolean overflowed;

    void add(Object value, long times) {
        if (counts.size() >= MOST_VALUES && !counts.containsKey(value)) {
            overflowed = true;
            return;
        }
        counts.merge(value, times, Long::sum);
        total += times;
    }

    /** Whether there were too many different values to count them all. */
    boolean overflowed() {
        return overflowed;
    }

    long of(Object value) {
        return counts.getOrDefault(value, 0L);
    }

    Map<Object, Long> all() {
        return counts;
    }

    int different() {
        return counts.size();
    }

    long total() {
        return total;
    }

    /** How many ordered pairs of different givings have the same value. */
    double equalPairs() {
        return counts.values().stream()
                .mapToDouble(count -> (double) count * (count - 1))
                .sum();
    }

    /** How probable it is that a value drawn from here and one drawn from there are the same. */
    double chanceOfSame(Counts other) {
        return counts.entrySet().stream()
                .mapToDouble(entry -> (double) entry.getValue() / total * other.of(entry.getKey()) / other.total)
                .sum();
    }
}
