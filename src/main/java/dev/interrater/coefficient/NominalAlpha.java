package dev.interrater.coefficient;

import java.util.Collection;
import java.util.Objects;

/**
 * Krippendorff's alpha for values that are the same or not: K. Krippendorff (2011), "Computing Krippendorff's
 * alpha-reliability".
 */
public final class NominalAlpha {

    private final Counts values = new Counts();
    private double disagreement;
    private long units;
    private long leftOut;

    /** Adds the answers of a unit; null stands for a missing one, and values are the same if they are equal. */
    public void add(Collection<?> answers) {
        add(answers, 1);
    }

    /** Adds so many units with these answers. */
    public void add(Collection<?> answers, long times) {
        Counts unit = new Counts();
        answers.stream().filter(Objects::nonNull).forEach(answer -> unit.add(answer, 1));
        long given = unit.total();
        if (given < 2) {
            leftOut += times;
            return;
        }
        units += times;
        unit.all().forEach((value, count) -> values.add(value, count * times));
        disagreement += times * ((double) given * (given - 1) - unit.equalPairs()) / (given - 1);
    }

    /** Alpha of all units so far; undefined without units of two answers, and where all answers are the same. */
    public Coefficient value() {
        if (values.overflowed()) {
            return Coefficient.undefined(Counts.TOO_MANY_VALUES, units, leftOut);
        }
        double pairs = (double) values.total() * (values.total() - 1);
        return Alpha.of(disagreement, pairs - values.equalPairs(), values.total(), units, leftOut);
    }
}
