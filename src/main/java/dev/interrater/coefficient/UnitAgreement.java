package dev.interrater.coefficient;

import dev.interrater.coefficient.Units.RatedUnit;
import dev.interrater.coefficient.Units.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Coefficients of any number of annotators with their sampling errors, where values agree by weights: K. L. Gwet (2014), "Handbook of
 * inter-rater reliability", and as R's package irrCAC computes them. A unit with one answer tells how often values are given, and
 * nothing of agreement.
 */
final class UnitAgreement {
    private static final String NO_PAIR = "No task has two answers.";
    private static final String ALL_SAME = "All answers are the same.";
    private static final String ONE_UNIT = "A single task tells no error.";
    private static final String NO_SPREAD = "All tasks agree alike, so there is no error to tell.";

    private static final double ROUNDING = 1e-12;

    private final List<Unit> units;
    private final double[][] weights;
    private final int categories;
    private final long count;
    private final long paired;

    /** The mean of the units' shares of each value. */
    private final double[] shares;

    private final double observed;

    /**
     * Of these units.
     *
     * @param weights how far every two values agree, by their numbers; 1 on the diagonal
     */
    UnitAgreement(List<Unit> units, double[][] weights) {
        this.units = units;
        this.weights = weights;
        this.categories = weights.length;
        this.count = units.stream().mapToLong(Unit::times).sum();
        this.paired = units.stream()
                .filter(unit -> unit.size() >= 2)
                .mapToLong(Unit::times)
                .sum();
        this.shares = new double[categories];
        for (Unit unit : units) {
            for (int v = 0; v < unit.values().length; v++) {
                shares[unit.values()[v]] += (double) unit.times() * unit.counts()[v] / unit.size() / count;
            }
        }
        this.observed = sum(units, this::agreement) / paired;
    }

    /** The share of pairs of answers that agree, by weights. */
    Coefficient percentAgreement() {
        return paired == 0 ? undefined(NO_PAIR) : corrected(0, unit -> 0);
    }

    /** Gwet's AC1, with weights AC2: chance makes those agree who do not know, K. L. Gwet (2008). */
    Coefficient gwet() {
        double scale = weightSum() / (categories * (categories - 1.0));
        double chance =
                scale * Arrays.stream(shares).map(share -> share * (1 - share)).sum();
        return chanceCorrected(chance, unit -> scale * mean(unit, value -> 1 - shares[value]));
    }

    /** Brennan and Prediger's coefficient: by chance every value is as probable, R. L. Brennan and D. J. Prediger (1981). */
    Coefficient brennanPrediger() {
        double chance = weightSum() / ((double) categories * categories);
        // It is the same for every unit, and no unit makes it vary.
        return chanceCorrected(chance, unit -> chance);
    }

    /** Fleiss' kappa, of units with any number of answers: J. L. Fleiss (1971). */
    Coefficient fleiss() {
        double[] near = near(shares);
        double chance = dot(shares, near);
        return chanceCorrected(chance, unit -> mean(unit, value -> near[value]));
    }

    /** Krippendorff's alpha: K. Krippendorff (1970). */
    Coefficient krippendorff() {
        if (paired == 0) {
            return undefined(NO_PAIR);
        }
        List<Unit> pairs = units.stream().filter(unit -> unit.size() >= 2).toList();
        double answers = sum(pairs, Unit::size);
        double mean = answers / paired;
        double[] frequencies = new double[categories];
        for (Unit unit : pairs) {
            for (int v = 0; v < unit.values().length; v++) {
                frequencies[unit.values()[v]] += unit.times() * unit.counts()[v] / answers;
            }
        }
        double[] near = near(frequencies);
        double chance = dot(frequencies, near);
        if (isCertain(chance)) {
            return undefined(ALL_SAME);
        }
        double plain = sum(pairs, unit -> agreement(unit) * unit.size() / mean) / paired;
        double agreed = (1 - 1 / answers) * plain + 1 / answers;
        double value = (agreed - chance) / (1 - chance);
        double uncorrected = (plain - chance) / (1 - chance);
        return withError(value, uncorrected, pairs, paired, unit -> {
            double size = (unit.size() - mean) / mean;
            double own = agreement(unit) * unit.size() / mean - agreed * size;
            double expected = mean(unit, v -> near[v]) * unit.size() / mean - chance * size;
            return (own - chance) / (1 - chance) - 2 * (1 - uncorrected) * (expected - chance) / (1 - chance);
        });
    }

    /** Conger's kappa, of two annotators Cohen's: chance is that of every two of them, A. J. Conger (1980). */
    Coefficient conger(List<RatedUnit> rated, int raters) {
        if (paired == 0) {
            return undefined(NO_PAIR);
        }
        CongerChance chances = new CongerChance(rated, count, raters, weights);
        double chance = chances.chance();
        if (isCertain(chance)) {
            return undefined(ALL_SAME);
        }
        double value = (observed - chance) / (1 - chance);
        double squares = 0;
        for (RatedUnit unit : rated) {
            squares += unit.unit().times() * square(contribution(unit.unit(), chance, chances.of(unit)) - value);
        }
        return withError(value, squares, count);
    }

    private Coefficient chanceCorrected(double chance, ToDoubleFunction<Unit> chanceOfUnit) {
        if (paired == 0) {
            return undefined(NO_PAIR);
        }
        return isCertain(chance) ? undefined(ALL_SAME) : corrected(chance, chanceOfUnit);
    }

    private static boolean isCertain(double chance) {
        return !(chance < 1 - ROUNDING);
    }

    private Coefficient corrected(double chance, ToDoubleFunction<Unit> chanceOfUnit) {
        double value = (observed - chance) / (1 - chance);
        return withError(
                value, value, units, count, unit -> contribution(unit, chance, chanceOfUnit.applyAsDouble(unit)));
    }

    /** What a unit contributes to a coefficient: their mean is the coefficient, but for units of one answer. */
    private double contribution(Unit unit, double chance, double chanceOfUnit) {
        double value = (observed - chance) / (1 - chance);
        double own = unit.size() < 2 ? 0 : (double) count / paired * (agreement(unit) - chance) / (1 - chance);
        return own - 2 * (1 - value) * (chanceOfUnit - chance) / (1 - chance);
    }

    private Coefficient withError(
            double value, double centre, List<Unit> of, long number, ToDoubleFunction<Unit> contribution) {
        return withError(value, sum(of, unit -> square(contribution.applyAsDouble(unit) - centre)), number);
    }

    private Coefficient withError(double value, double squares, long number) {
        Coefficient coefficient = Coefficient.of(value, paired, count - paired);
        if (number < 2) {
            return coefficient.without(ONE_UNIT);
        }
        SamplingError error = SamplingError.of(value, squares, number);
        return error == null ? coefficient.without(NO_SPREAD) : coefficient.with(error);
    }

    private Coefficient undefined(String reason) {
        return Coefficient.undefined(reason, paired, count - paired);
    }

    /** The share of a unit's pairs of answers that agree, by weights; 0 where there is no pair. */
    private double agreement(Unit unit) {
        if (unit.size() < 2) {
            return 0;
        }
        double agreed = -unit.size();
        for (int i = 0; i < unit.values().length; i++) {
            for (int j = 0; j < unit.values().length; j++) {
                agreed += weights[unit.values()[i]][unit.values()[j]] * unit.counts()[i] * unit.counts()[j];
            }
        }
        return agreed / (unit.size() * (unit.size() - 1.0));
    }

    private interface OfValue {
        double of(int value);
    }

    /** Over a unit's answers. */
    private static double mean(Unit unit, OfValue number) {
        double sum = 0;
        for (int v = 0; v < unit.values().length; v++) {
            sum += unit.counts()[v] * number.of(unit.values()[v]);
        }
        return sum / unit.size();
    }

    /** How far each value agrees with one that is drawn by these frequencies. */
    private double[] near(double[] frequencies) {
        return Arrays.stream(weights).mapToDouble(row -> dot(row, frequencies)).toArray();
    }

    private double weightSum() {
        return Arrays.stream(weights).flatMapToDouble(Arrays::stream).sum();
    }

    private static double sum(List<Unit> units, ToDoubleFunction<Unit> number) {
        double sum = 0;
        for (Unit unit : units) {
            sum += unit.times() * number.applyAsDouble(unit);
        }
        return sum;
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double square(double number) {
        return number * number;
    }
}
