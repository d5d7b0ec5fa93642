package dev.interrater.coefficient;

import dev.interrater.coefficient.Units.Unit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far annotators agree on one value.
 *
 * @param value their answer
 * @param answers how many say so
 * @param share of all answers, 0 to 1
 * @param specific how probable it is that another annotator gives the value to a task, too, if one has given it: D. V. Cicchetti and
 *     A. R. Feinstein (1990), of any number of annotators J. Uebersax; null where nobody was asked who could
 * @param alpha Krippendorff's, of this value against all others
 */
public record ValueAgreement(String value, long answers, double share, Double specific, Coefficient alpha) {
    /** The most frequent ones. */
    public static final int MOST = 200;

    /** Steps that the errors of all of them may take. */
    private static final long MOST_STEPS = 5_000_000;

    private static final double[][] IDENTITY = Weights.IDENTITY.of(new double[] {0, 1});

    /** The most frequent values first, {@value #MOST} at most. */
    static List<ValueAgreement> of(Units units) {
        String[] texts = units.values();
        List<Unit> all = units.all();
        long[] answers = new long[texts.length];
        for (Unit unit : all) {
            for (int v = 0; v < unit.values().length; v++) {
                answers[unit.values()[v]] += unit.times() * unit.counts()[v];
            }
        }
        double total = Arrays.stream(answers).sum();
        return IntStream.range(0, texts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer value) -> -answers[value])
                        .thenComparing(value -> texts[value]))
                .limit(Math.min(MOST, MOST_STEPS / Math.max(1, all.size())))
                .map(value -> of(texts[value], value, answers[value], answers[value] / total, all))
                .toList();
    }

    private static ValueAgreement of(String text, int value, long answers, double share, List<Unit> units) {
        double agreed = 0;
        double asked = 0;
        for (Unit unit : units) {
            double given = given(unit, value);
            agreed += unit.times() * given * (given - 1);
            asked += unit.times() * given * (unit.size() - 1);
        }
        List<Unit> binary = units.stream().map(unit -> against(unit, value)).toList();
        return new ValueAgreement(
                text,
                answers,
                share,
                asked > 0 ? agreed / asked : null,
                new UnitAgreement(binary, IDENTITY).krippendorff());
    }

    private static int given(Unit unit, int value) {
        int place = Arrays.binarySearch(unit.values(), value);
        return place < 0 ? 0 : unit.counts()[place];
    }

    private static Unit against(Unit unit, int value) {
        int given = given(unit, value);
        return new Unit(new int[] {0, 1}, new int[] {unit.size() - given, given}, unit.size(), unit.times());
    }
}
