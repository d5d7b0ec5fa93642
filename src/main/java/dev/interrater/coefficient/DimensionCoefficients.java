package dev.interrater.coefficient;

import dev.interrater.coefficient.Units.Unit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /** With those that have one answer, and of numbers once more without what is none. */
    private final Units units = new Units();

    private final Units numbers = new Units();

    /** One object for equal answers, however many of the coefficients remember it. */
    private final Map<String, String> known = new HashMap<>();

    /** Of answers that may be numbers, or never are. */
    public DimensionCoefficients(boolean numeric) {
        this.numeric = numeric;
    }

    /**
     * Adds tasks. Those with one annotator tell how often values are given, to the coefficients by weights alone.
     *
     * @param annotators ascending
     * @param answers of each annotator, null for nothing
     * @param times how many tasks have just these
     */
    public void add(Long[] annotators, String[] answers, long times) {
        units.add(annotators, answers, times);
        if (numeric) {
            numbers.add(
                    annotators,
                    Arrays.stream(answers).map(DimensionCoefficients::finite).toArray(String[]::new),
                    times);
        }
        if (annotators.length >= 2) {
            addCompared(annotators, answers, times);
        }
    }

    private void addCompared(Long[] annotators, String[] answers, long times) {
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
            List<Double> amounts =
                    Arrays.stream(values).map(DimensionCoefficients::number).collect(Collectors.toList());
            ordinal.add(amounts, times);
            interval.add(amounts, times);
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

    /** The answer if it is a number, else null. */
    private static String finite(String answer) {
        Double number = number(answer);
        return number == null || !Double.isFinite(number) ? null : answer;
    }

    /** How many annotators answered. */
    public int raters() {
        return raters.size();
    }

    /** Krippendorff's alpha where values are the same or not. */
    public Coefficient nominal() {
        return nominal.value().withErrorOf(identity(units, unit -> true, UnitAgreement::krippendorff));
    }

    /** Krippendorff's alpha where values have an order. The distances of ranks are taken as they are in all units. */
    public Coefficient ordinal() {
        return numeric
                ? ordinal.value()
                        .withErrorOf(of(
                                numbers,
                                () -> new UnitAgreement(
                                                numbers.all(), new Scale(numbers.values()).byRank(numbers.all()))
                                        .krippendorff()))
                : NO_NUMBERS;
    }

    /** Krippendorff's alpha where values have distances. */
    public Coefficient interval() {
        return numeric
                ? interval.value().withErrorOf(weighted(Weights.QUADRATIC).krippendorff())
                : NO_NUMBERS;
    }

    /** Fleiss' kappa. */
    public Coefficient fleiss() {
        int size = fleiss.raters();
        return fleiss.value().withErrorOf(identity(units, unit -> unit.size() == size, UnitAgreement::fleiss));
    }

    /** All coefficients by each kind of weights that the values have: of numbers all, else only being the same. */
    public List<WeightedCoefficients> weighted() {
        return Arrays.stream(Weights.values())
                .filter(weights -> numeric || weights == Weights.IDENTITY)
                .map(this::weighted)
                .toList();
    }

    private WeightedCoefficients weighted(Weights weights) {
        Units weighed = weights == Weights.IDENTITY ? units : numbers;
        if (weighed.reason() != null) {
            return WeightedCoefficients.undefined(weights, weighed.reason());
        } else if (weights == Weights.IDENTITY) {
            return WeightedCoefficients.of(weights, weighed, weights.of(new double[weighed.values().length]));
        }
        Scale scale = new Scale(weighed.values());
        String unfit = scale.unfit(weights);
        return unfit == null
                ? WeightedCoefficients.of(weights, weighed, scale.matrix(weights))
                : WeightedCoefficients.undefined(weights, unfit);
    }

    private static Coefficient identity(
            Units units, Predicate<Unit> counting, Function<UnitAgreement, Coefficient> coefficient) {
        return of(
                units,
                () -> coefficient.apply(new UnitAgreement(
                        units.all().stream().filter(counting).toList(),
                        Weights.IDENTITY.of(new double[units.values().length]))));
    }

    private static Coefficient of(Units units, Supplier<Coefficient> coefficient) {
        return units.reason() == null ? coefficient.get() : Coefficient.undefined(units.reason(), 0, 0);
    }

    /** How far annotators agree on each value; none where there are too many. */
    public List<ValueAgreement> values() {
        return units.reason() == null ? ValueAgreement.of(units) : List.of();
    }

    /** Why there are no values; null where there are. */
    public String valuesReason() {
        return units.reason();
    }

    /** Cohen's kappa of every pair of annotators. */
    public PairKappas cohen() {
        return cohen;
    }
}
