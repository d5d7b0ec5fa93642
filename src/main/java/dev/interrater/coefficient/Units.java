package dev.interrater.coefficient;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Units with their answers, those with the same answers together: what an interval is computed from, which needs every unit once more when
 * the coefficient is known. A project has few different ones, however many tasks it has; where it has too many there are no intervals.
 */
final class Units {
    private static final int MOST_VALUES = 300;
    private static final int MOST_UNITS = 50_000;

    /** Steps that going over all units takes, in which every two values of each are compared. */
    private static final long MOST_STEPS = 20_000_000;

    /** Of values in what a rater answers, of all raters. */
    private static final long MOST_SHARES = 1_000_000;

    /**
     * Units with the same answers.
     *
     * @param values different ones, by their numbers, ascending
     * @param counts how often each of them was given
     * @param size how many answers that makes
     * @param times how many such units there are
     */
    record Unit(int[] values, int[] counts, int size, long times) {}

    /** The same with who gave which of the answers: raters and values by their numbers. */
    record RatedUnit(int[] raters, int[] answers, Unit unit) {}

    /** Numbers that are the same if they are equal. */
    private record Key(int... numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(numbers, key.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    private static final Comparator<Unit> IN_ORDER =
            Comparator.comparing(Unit::values, Arrays::compare).thenComparing(Unit::counts, Arrays::compare);

    private final Map<String, Integer> values = new HashMap<>();
    private final Map<Long, Integer> raters = new HashMap<>();
    private final Map<Key, Long> byValues = new HashMap<>();
    private final Map<Key, Long> byRaters = new HashMap<>();
    private long steps;
    private String reason;
    private String ratersReason;

    /**
     * Adds units.
     *
     * @param annotators of each answer
     * @param answers null for none
     * @param times how many units have just these
     */
    void add(Long[] annotators, String[] answers, long times) {
        int[] given = IntStream.range(0, answers.length)
                .filter(i -> answers[i] != null)
                .toArray();
        if (given.length == 0 || reason != null) {
            return;
        }
        int[] codes = Arrays.stream(given)
                .map(i -> values.computeIfAbsent(answers[i], value -> values.size()))
                .toArray();
        if (ratersReason == null) {
            int[] withRaters = IntStream.range(0, given.length)
                    .flatMap(i ->
                            IntStream.of(raters.computeIfAbsent(annotators[given[i]], id -> raters.size()), codes[i]))
                    .toArray();
            byRaters.merge(new Key(withRaters), times, Long::sum);
        }
        Arrays.sort(codes);
        if (byValues.merge(new Key(codes), times, Long::sum) == times) {
            long different = Arrays.stream(codes).distinct().count();
            steps += different * different;
        }
        bound();
    }

    private void bound() {
        if (values.size() > MOST_VALUES) {
            reason = "There are more than " + MOST_VALUES + " different values.";
        } else if (byValues.size() > MOST_UNITS || steps > MOST_STEPS) {
            reason = "There are too many different combinations of answers.";
        }
        if (reason != null) {
            byValues.clear();
        }
        boolean manyRaters = byRaters.size() > MOST_UNITS || (long) raters.size() * values.size() > MOST_SHARES;
        if (reason != null || manyRaters) {
            ratersReason =
                    reason != null ? reason : "There are too many different combinations of annotators and answers.";
            byRaters.clear();
        }
    }

    /** Why they were not kept; null where they were. */
    String reason() {
        return reason;
    }

    /** Why it was not kept who answered what; null where it was. */
    String ratersReason() {
        return ratersReason;
    }

    /** All values, by their numbers, in their order as texts. */
    String[] values() {
        return values.keySet().stream().sorted().toArray(String[]::new);
    }

    int raters() {
        return raters.size();
    }

    /** All of them, in an order that depends only on what was added, and not on what was added first: sums are rounded alike. */
    List<Unit> all() {
        int[] places = places(values);
        return byValues.entrySet().stream()
                .map(entry -> unit(
                        Arrays.stream(entry.getKey().numbers)
                                .map(code -> places[code])
                                .toArray(),
                        entry.getValue()))
                .sorted(IN_ORDER)
                .toList();
    }

    /** All of them with who answered what, likewise. */
    List<RatedUnit> rated() {
        int[] places = places(values);
        int[] people = places(raters);
        return byRaters.entrySet().stream()
                .map(entry -> rated(entry.getKey().numbers, people, places, entry.getValue()))
                .sorted(Comparator.comparing(RatedUnit::unit, IN_ORDER)
                        .thenComparing(RatedUnit::raters, Arrays::compare)
                        .thenComparing(RatedUnit::answers, Arrays::compare))
                .toList();
    }

    /** The place in their order of each item, by the number that it got when it came first. */
    private static <T extends Comparable<T>> int[] places(Map<T, Integer> items) {
        int[] places = new int[items.size()];
        int next = 0;
        for (T item : items.keySet().stream().sorted().toList()) {
            places[items.get(item)] = next++;
        }
        return places;
    }

    private static RatedUnit rated(int[] ratersAndCodes, int[] people, int[] places, long times) {
        int answers = ratersAndCodes.length / 2;
        int[] who = IntStream.range(0, answers)
                .map(i -> people[ratersAndCodes[2 * i]])
                .toArray();
        int[] what = IntStream.range(0, answers)
                .map(i -> places[ratersAndCodes[2 * i + 1]])
                .toArray();
        return new RatedUnit(who, what, unit(what, times));
    }

    private static Unit unit(int[] codes, long times) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        for (int code : codes) {
            counts.merge(code, 1, Integer::sum);
        }
        return new Unit(
                counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
                counts.values().stream().mapToInt(Integer::intValue).toArray(),
                codes.length,
                times);
    }
}
