package dev.interrater.coefficient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedCoefficientsTest {

    private static final double PRINTED = 1e-5;

    /** Half of the last of three digits, and of four. */
    private static final double THREE_DIGITS = 5e-4;

    private static final double FOUR_DIGITS = 5e-5;

    /** Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), C: four observers, twelve units, missing data. */
    private static final String[] FOUR_OBSERVERS = {
        "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
    };

    /** Hayes and Krippendorff, "Answering the Call for a Standard Reliability Measure for Coding Data" (2007), table 1. */
    private static final String[] FIVE_OBSERVERS = {
        "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
        "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
        "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1",
        ". 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .",
        "2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1"
    };

    /** The example of Wikipedia's article "Fleiss' kappa": ten subjects, fourteen raters, five categories. */
    private static final int[][] TEN_SUBJECTS = {
        {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
        {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
    };

    /** Fleiss, "Measuring nominal scale agreement among many raters" (1971), table 1: thirty patients, six psychiatrists each. */
    private static final int[][] THIRTY_PATIENTS = {
        {0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0},
        {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6},
        {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1},
        {0, 0, 5, 0, 1}, {3, 0, 0, 1, 2}, {5, 1, 0, 0, 0}, {0, 2, 0, 4, 0}, {1, 0, 2, 0, 3},
        {0, 0, 0, 0, 6}, {0, 1, 0, 5, 0}, {0, 2, 0, 1, 3}, {2, 0, 0, 4, 0}, {1, 0, 0, 4, 1},
        {0, 5, 0, 1, 0}, {4, 0, 0, 0, 2}, {0, 2, 0, 4, 0}, {1, 0, 5, 0, 0}, {0, 0, 0, 0, 6}
    };

    @Test
    void alpha_of_four_observers_with_missing_data() {
        assertEquals(0.743, nominal(units(FOUR_OBSERVERS)).value(), THREE_DIGITS);
        assertEquals(0.815, ordinal(units(FOUR_OBSERVERS)).value(), THREE_DIGITS);
        assertEquals(0.849, interval(units(FOUR_OBSERVERS)).value(), THREE_DIGITS);
        assertEquals(0.74342, nominal(units(FOUR_OBSERVERS)).value(), PRINTED);
        assertEquals(0.81539, ordinal(units(FOUR_OBSERVERS)).value(), PRINTED);
        assertEquals(0.84911, interval(units(FOUR_OBSERVERS)).value(), PRINTED);
        assertEquals(11, nominal(units(FOUR_OBSERVERS)).units());
        assertEquals(1, nominal(units(FOUR_OBSERVERS)).leftOut());
    }

    @Test
    void alpha_of_five_observers_of_forty_articles() {
        assertEquals(0.7598, ordinal(units(FIVE_OBSERVERS)).value(), FOUR_DIGITS);
        assertEquals(0.4765, nominal(units(FIVE_OBSERVERS)).value(), FOUR_DIGITS);
        assertEquals(40, nominal(units(FIVE_OBSERVERS)).units());
    }

    /** Krippendorff (2011), A and B. */
    @Test
    void alpha_of_two_observers() {
        String[] binary = {"0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"};
        assertEquals(0.095, nominal(units(binary)).value(), THREE_DIGITS);
        assertEquals(0.09524, nominal(units(binary)).value(), PRINTED);
        String[] letters = {"1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4"};
        assertEquals(0.692, nominal(units(letters)).value(), THREE_DIGITS);
        assertEquals(0.69196, nominal(units(letters)).value(), PRINTED);
    }

    /** The example of Wikipedia's article "Cohen's kappa". */
    @Test
    void cohen_kappa_of_fifty_proposals() {
        CohenKappa kappa = cohen(new int[][] {{20, 5}, {10, 15}});
        kappa.add("yes", null);
        assertEquals(0.4, kappa.value().value(), 1e-12);
        assertEquals(50, kappa.value().units());
        assertEquals(1, kappa.value().leftOut());
    }

    /** Cohen, "A coefficient of agreement for nominal scales" (1960), the example of two judges and 200 subjects. */
    @Test
    void cohen_kappa_of_two_hundred_subjects() {
        assertEquals(
                0.492,
                cohen(new int[][] {{88, 14, 18}, {10, 40, 10}, {2, 6, 12}})
                        .value()
                        .value(),
                THREE_DIGITS);
    }

    /** Sim and Wright, "The Kappa Statistic in Reliability Studies" (2005), table 1: two clinicians, 39 patients. */
    @Test
    void cohen_kappa_of_thirty_nine_patients() {
        assertEquals(0.67, cohen(new int[][] {{22, 2}, {4, 11}}).value().value(), 5e-3);
    }

    /** Artstein and Poesio, "Inter-Coder Agreement for Computational Linguistics" (2008): two coders, 100 utterances. */
    @Test
    void cohen_kappa_of_a_hundred_utterances() {
        assertEquals(
                0.8013,
                cohen(new int[][] {{46, 6, 0}, {0, 32, 0}, {0, 6, 10}}).value().value(),
                FOUR_DIGITS);
    }

    @Test
    void fleiss_kappa_of_fourteen_raters() {
        FleissKappa kappa = fleiss(TEN_SUBJECTS);
        kappa.add(List.of(1, 1, 1));
        kappa.add(Arrays.asList(1, null));
        assertEquals(0.20993, kappa.value().value(), PRINTED);
        assertEquals(10, kappa.value().units());
        assertEquals(2, kappa.value().leftOut());
    }

    @Test
    void fleiss_kappa_of_thirty_patients() {
        assertEquals(0.430, fleiss(THIRTY_PATIENTS).value().value(), THREE_DIGITS);
    }

    /** Of how often each category was given to each unit. */
    private static FleissKappa fleiss(int[][] counts) {
        FleissKappa kappa = new FleissKappa();
        for (int[] unit : counts) {
            kappa.add(IntStream.range(0, unit.length)
                    .boxed()
                    .flatMap(category -> Collections.nCopies(unit[category], category).stream())
                    .toList());
        }
        return kappa;
    }

    /** Of how often the one gave the category of the row and the other that of the column. */
    private static CohenKappa cohen(int[][] counts) {
        CohenKappa kappa = new CohenKappa();
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts.length; column++) {
                for (int times = 0; times < counts[row][column]; times++) {
                    kappa.add("category " + row, "category " + column);
                }
            }
        }
        return kappa;
    }

    @Test
    void what_cannot_be_computed_is_undefined_with_a_reason() {
        List<List<Double>> same = List.of(List.of(2.0, 2.0), List.of(2.0, 2.0, 2.0));
        List<List<Double>> alone = List.of(List.of(2.0), List.of(3.0));
        for (List<List<Double>> units : List.of(same, alone, List.<List<Double>>of())) {
            FleissKappa fleiss = new FleissKappa();
            CohenKappa cohen = new CohenKappa();
            units.forEach(fleiss::add);
            units.forEach(unit -> cohen.add(unit.get(0), unit.size() < 2 ? null : unit.get(1)));
            for (Coefficient coefficient :
                    List.of(nominal(units), ordinal(units), interval(units), fleiss.value(), cohen.value())) {
                assertFalse(coefficient.isDefined());
                assertNull(coefficient.value());
                assertNotNull(coefficient.reason());
            }
        }
        assertFalse(
                interval(List.of(List.of(1e308, -1e308), List.of(1e308, 1e308))).isDefined());
    }

    @Test
    void alpha_is_what_the_definition_over_all_pairs_gives() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<List<Double>> units = Stream.generate(() -> random.ints(random.nextInt(5), 0, 4)
                            .mapToObj(value -> (double) value)
                            .toList())
                    .limit(2 + random.nextInt(20))
                    .toList();
            Double byDefinition = intervalByDefinition(units);
            Double streamed = interval(units).value();
            if (byDefinition == null) {
                assertNull(streamed);
            } else {
                assertEquals(byDefinition, streamed, 1e-9);
            }
        }
    }

    @Test
    void more_values_than_there_can_be_categories_are_undefined_and_not_kept() {
        NominalAlpha nominal = new NominalAlpha();
        OrdinalAlpha ordinal = new OrdinalAlpha();
        for (int i = 0; i < 200_000; i++) {
            nominal.add(List.of((double) i, (double) i));
            ordinal.add(List.of((double) i, i + 0.5));
        }
        assertFalse(nominal.value().isDefined());
        assertFalse(ordinal.value().isDefined());
    }

    private static Double intervalByDefinition(List<List<Double>> units) {
        List<List<Double>> paired =
                units.stream().filter(unit -> unit.size() > 1).toList();
        List<Double> all = new ArrayList<>();
        double observed = 0;
        for (List<Double> unit : paired) {
            all.addAll(unit);
            observed += differences(unit) / (unit.size() - 1);
        }
        double expected = differences(all) / (all.size() - 1.0);
        return expected > 0 ? 1 - observed / expected : null;
    }

    private static double differences(List<Double> values) {
        return values.stream()
                .mapToDouble(
                        a -> values.stream().mapToDouble(b -> (a - b) * (a - b)).sum())
                .sum();
    }

    private static List<List<Double>> units(String... observers) {
        String[][] rows = Arrays.stream(observers).map(row -> row.split(" ")).toArray(String[][]::new);
        List<List<Double>> units = new ArrayList<>();
        for (int unit = 0; unit < rows[0].length; unit++) {
            List<Double> answers = new ArrayList<>();
            for (String[] row : rows) {
                answers.add(row[unit].equals(".") ? null : Double.valueOf(row[unit]));
            }
            units.add(answers);
        }
        return units;
    }

    private static Coefficient nominal(List<List<Double>> units) {
        NominalAlpha alpha = new NominalAlpha();
        return fed(units, alpha::add, alpha::value);
    }

    private static Coefficient ordinal(List<List<Double>> units) {
        OrdinalAlpha alpha = new OrdinalAlpha();
        return fed(units, alpha::add, alpha::value);
    }

    private static Coefficient interval(List<List<Double>> units) {
        IntervalAlpha alpha = new IntervalAlpha();
        return fed(units, alpha::add, alpha::value);
    }

    private static Coefficient fed(
            List<List<Double>> units, Consumer<Collection<Double>> add, Supplier<Coefficient> value) {
        units.forEach(add);
        return value.get();
    }
}
