package dev.interrater.coefficient;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All coefficients of one dimension of a project, from one pass over its tasks. Its memory does not grow with their number. */
public final class DimensionCoefficients {
    private static final Coefficient NO_NUMBERS = Coefficient.undefined("The answers are no single numbers.", 0, 0);

    private final boolean numeric;
    private final NominalAlpha nominal = new NominalAlpha();
    private final OrdinalAlpha ordinal = new OrdinalAlpha();
    private final IntervalAlpha interval = new IntervalAlpha();
    private final FleissKappa fleiss = new FleissKappa();
    private final PairKappas cohen = new PairKappas();
    private final Set<Long> raters = new HashSet<>();

    /** One object for equal answers, however many of the coefficients remember it. */
    private final Map<String, String> known = new HashMap<>();

    /** Of answers that may be numbers, or never are. */
    public DimensionCoefficients(boolean numeric) {
        this.numeric = numeric;
    }

    /**
     * Adds tasks.
     *
     * @param annotators ascending
     * @param answers of each annotator, null for nothing
     * @param times how many tasks have just these
     */
    public void add(Long[] annotators, String[] answers, long times) {
        String[] values = Arrays.stream(answers).map(this::known).toArray(String[]::new);
        for (int i = 0; i < annotators.length; i++) {
            if (values[i] != null) {
                raters.add(annotators[i]);
            }
        }
        nominal.add(Arrays.asList(values), times);
        fleiss.add(Arrays.asList(values), times);
        cohen.add(annotators, values, times);
        if (numeric) {
            List<Double> numbers =
                    Arrays.stream(values).map(DimensionCoefficients::number).collect(Collectors.toList());
            ordinal.add(numbers, times);
            interval.add(numbers, times);
        }
    }

    private String known(String answer) {
        if (answer == null || known.containsKey(answer)) {
            return known.get(answer);
        }
        if (known.size() < Counts.MOST_VALUES) {
            known.put(answer, answer);
        } else {
            cohen.giveUp(Counts.TOO_MANY_VALUES);
        }
        return answer;
    }

    /** Null for what is none, such as an answer about each page. */
    private static Double number(String answer) {
        try {
            return answer == null ? null : Double.valueOf(answer);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** How many annotators answered. */
    public int raters() {
        return raters.size();
    }

    /** Krippendorff's alpha where values are the same or not. */
    public Coefficient nominal() {
        return nominal.value();
    }

    /** Krippendorff's alpha where values have an order. */
    public Coefficient ordinal() {
        return numeric ? ordinal.value() : NO_NUMBERS;
    }

    /** Krippendorff's alpha where values have distances. */
    public Coefficient interval() {
        return numeric ? interval.value() : NO_NUMBERS;
    }

    /** Fleiss' kappa. */
    public Coefficient fleiss() {
        return fleiss.value();
    }

    /** Cohen's kappa of every pair of annotators. */
    public PairKappas cohen() {
        return cohen;
    }
}
