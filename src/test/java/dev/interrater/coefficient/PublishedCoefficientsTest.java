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

    /** Krippendorff (2011): four observers, twelve units, missing data. */
    private static final String[] FOUR_OBSERVERS = {
        "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
    };

    /** Fleiss (1971): ten subjects, fourteen raters, five categories. */
    private static final int[][] FLEISS = {
        {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
        {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
    };

    @Test
    void alpha_of_four_observers_with_missing_data() {
        assertEquals(0.74342, nominal(units(FOUR_OBSERVERS)).value(), PRINTED);
        assertEquals(0.81539, ordinal(units(FOUR_OBSERVERS)).value(), PRINTED);
        assertEquals(0.84911, interval(units(FOUR_OBSERVERS)).value(), PRINTED);
        assertEquals(11, nominal(units(FOUR_OBSERVERS)).units());
        assertEquals(1, nominal(units(FOUR_OBSERVERS)).leftOut());
    }

    @Test
    void alpha_of_two_observers() {
        String[] binary = {"0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"};
        assertEquals(0.09524, nominal(units(binary)).value(), PRINTED);
        String[] letters = {"1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4"};
        assertEquals(0.69196, nominal(units(letters)).value(), PRINTED);
    }

    @Test
    void cohen_kappa_of_fifty_proposals() {
        CohenKappa kappa = new CohenKappa();
        times(20, () -> kappa.add("yes", "yes"));
        times(5, () -> kappa.add("yes", "no"));
        times(10, () -> kappa.add("no", "yes"));
        times(15, () -> kappa.add("no", "no"));
        kappa.add("yes", null);
        assertEquals(0.4, kappa.value().value(), 1e-12);
        assertEquals(50, kappa.value().units());
        assertEquals(1, kappa.value().leftOut());
    }

    @Test
    void fleiss_kappa_of_fourteen_raters() {
        FleissKappa kappa = new FleissKappa();
        for (int[] counts : FLEISS) {
            kappa.add(IntStream.range(0, counts.length)
                    .boxed()
                    .flatMap(category -> Collections.nCopies(counts[category], category).stream())
                    .toList());
        }
        kappa.add(List.of(1, 1, 1));
        kappa.add(Arrays.asList(1, null));
        assertEquals(0.20993, kappa.value().value(), PRINTED);
        assertEquals(10, kappa.value().units());
        assertEquals(2, kappa.value().leftOut());
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

    private static void times(int times, Runnable action) {
        IntStream.range(0, times).forEach(i -> action.run());
    }
}
