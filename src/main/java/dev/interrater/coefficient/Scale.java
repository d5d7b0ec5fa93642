package dev.interrater.coefficient;

import dev.interrater.coefficient.Units.Unit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of values that are numbers, and how far they agree by it. */
final class Scale {
    /** Ascending. */
    private final double[] numbers;

    /** The value, by its number in the units, at each place of the order. */
    private final int[] order;

    /** Of values that are all numbers. */
    Scale(String[] values) {
        double[] parsed = Arrays.stream(values).mapToDouble(Double::parseDouble).toArray();
        this.order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(value -> parsed[value]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.numbers = Arrays.stream(order).mapToDouble(value -> parsed[value]).toArray();
    }

    /** Why there are no such weights of these values; null where there are. */
    String unfit(Weights weights) {
        double width = numbers.length == 0 ? 0 : numbers[numbers.length - 1] - numbers[0];
        return Double.isFinite(width * width) ? weights.unfit(numbers) : "The numbers are too large.";
    }

    /** The weights of every two values, by their numbers in the units. */
    double[][] matrix(Weights weights) {
        return inUnits(weights.of(numbers));
    }

    /** Krippendorff's ordinal distances as weights: of two values the answers that lie between, in units of two answers or more. */
    double[][] byRank(List<Unit> units) {
        double[] counts = new double[order.length];
        for (Unit unit : units) {
            for (int v = 0; v < unit.values().length; v++) {
                counts[unit.values()[v]] += unit.size() < 2 ? 0 : (double) unit.times() * unit.counts()[v];
            }
        }
        double[] ranks = new double[order.length];
        double below = 0;
        for (int place = 0; place < order.length; place++) {
            ranks[place] = below + counts[order[place]] / 2;
            below += counts[order[place]];
        }
        return inUnits(Weights.QUADRATIC.of(ranks));
    }

    private double[][] inUnits(double[][] byPlace) {
        double[][] weights = new double[order.length][order.length];
        for (int i = 0; i < order.length; i++) {
            for (int j = 0; j < order.length; j++) {
                weights[order[i]][order[j]] = byPlace[i][j];
            }
        }
        return weights;
    }
}
