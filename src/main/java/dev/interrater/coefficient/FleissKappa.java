package dev.interrater.coefficient;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Fleiss' kappa of any number of annotators: J. L. Fleiss (1971), "Measuring nominal scale agreement among many raters". It
 * needs the same number of answers for every unit, so the most frequent number counts and other units are left out (ours); of
 * equally frequent numbers the largest.
 */
public final class FleissKappa {

    private static final class Tally {
        private final Counts values = new Counts();
        private long units;
        private double agreement;
    }

    private final Map<Integer, Tally> byRaters = new TreeMap<>();
    private long units;

    /** Adds the answers of a unit; null stands for a missing one, and values are the same if they are equal. */
    public void add(Collection<?> answers) {
        add(answers, 1);
    }

    /** Adds so many units with these answers. */
    public void add(Collection<?> answers, long times) {
        Counts unit = new Counts();
        answers.stream().filter(Objects::nonNull).forEach(answer -> unit.add(answer, 1));
        units += times;
        long raters = unit.total();
        if (raters < 2) {
            return;
        }
        Tally tally = byRaters.computeIfAbsent((int) raters, n -> new Tally());
        unit.all().forEach((value, count) -> tally.values.add(value, count * times));
        tally.units += times;
        tally.agreement += times * unit.equalPairs() / (raters * (raters - 1.0));
    }

    /** How many answers the units have that count; 0 when none do. */
    int raters() {
        Tally tally = counting().orElse(null);
        return byRaters.entrySet().stream()
                .filter(entry -> entry.getValue() == tally)
                .mapToInt(Map.Entry::getKey)
                .findAny()
                .orElse(0);
    }

    private Optional<Tally> counting() {
        return byRaters.values().stream()
                .max(Comparator.comparingLong((Tally t) -> t.units).thenComparing(t -> t.values.total()));
    }

    /** Kappa of all units so far; undefined without units of two answers, and where all answers are the same. */
    public Coefficient value() {
        Tally tally = counting().orElse(null);
        if (tally == null) {
            return Coefficient.undefined("No task has two answers.", 0, units);
        }
        long leftOut = units - tally.units;
        if (tally.values.overflowed()) {
            return Coefficient.undefined(Counts.TOO_MANY_VALUES, tally.units, leftOut);
        }
        if (tally.values.different() == 1) {
            return Coefficient.undefined("All answers are the same.", tally.units, leftOut);
        }
        double observed = tally.agreement / tally.units;
        double expected = tally.values.chanceOfSame(tally.values);
        return Coefficient.of((observed - expected) / (1 - expected), tally.units, leftOut);
    }
}
