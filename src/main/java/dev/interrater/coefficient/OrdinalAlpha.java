package dev.interrater.coefficient;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Krippendorff's alpha for values in an order, where two disagree by how many values lie between them: K. Krippendorff (2011),
 * "Computing Krippendorff's alpha-reliability". How many lie between is known only in the end, so it counts which values meet
 * in a unit; more than 300 different values are too many for that (ours).
 */
public final class OrdinalAlpha {

    private static final int MOST_VALUES = 300;

    private record Pair(double low, double high) {}

    private final TreeMap<Double, Long> values = new TreeMap<>();
    private final Map<Pair, Double> meetings = new HashMap<>();
    private long total;
    private long units;
    private long leftOut;
    private boolean overflowed;

    /** Adds the answers of a unit; null stands for a missing one, and so does what is no number. */
    public void add(Collection<Double> answers) {
        add(answers, 1);
    }

    /** Adds so many units with these answers. */
    public void add(Collection<Double> answers, long times) {
        TreeMap<Double, Long> unit = new TreeMap<>();
        answers.stream()
                .filter(Objects::nonNull)
                .filter(value -> !value.isNaN())
                .forEach(value -> unit.merge(value + 0.0, 1L, Long::sum));
        long given = unit.values().stream().mapToLong(Long::longValue).sum();
        if (given < 2) {
            leftOut += times;
            return;
        }
        units += times;
        total += given * times;
        unit.forEach((value, count) -> values.merge(value, count * times, Long::sum));
        overflowed |= values.size() > MOST_VALUES;
        if (overflowed) {
            values.clear();
            meetings.clear();
            return;
        }
        unit.forEach((low, count) -> unit.tailMap(low, false)
                .forEach((high, others) ->
                        meetings.merge(new Pair(low, high), 2.0 * times * count * others / (given - 1), Double::sum)));
    }

    /** Alpha of all units so far; undefined without units of two answers, and where all answers are the same. */
    public Coefficient value() {
        if (overflowed) {
            return Coefficient.undefined("There are more than " + MOST_VALUES + " different values.", units, leftOut);
        }
        // The distance of two values is that of their mean ranks.
        Map<Double, Double> ranks = new HashMap<>();
        double below = 0;
        for (Map.Entry<Double, Long> entry : values.entrySet()) {
            ranks.put(entry.getKey(), below + entry.getValue() / 2.0);
            below += entry.getValue();
        }
        double observed = 0;
        for (Map.Entry<Pair, Double> met : meetings.entrySet()) {
            observed += met.getValue() * square(ranks.get(met.getKey().high) - ranks.get(met.getKey().low));
        }
        double mean = total / 2.0;
        double squares = 0;
        for (Map.Entry<Double, Long> entry : values.entrySet()) {
            squares += entry.getValue() * square(ranks.get(entry.getKey()) - mean);
        }
        double expected = values.size() < 2 ? 0 : 2.0 * total * squares;
        return Alpha.of(observed, expected, total, units, leftOut);
    }

    private static double square(double value) {
        return value * value;
    }
}
