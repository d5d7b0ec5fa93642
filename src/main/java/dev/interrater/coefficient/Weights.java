package dev.interrater.coefficient;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;

/** How far two different values agree, 0 to 1: K. L. Gwet (2014), "Handbook of inter-rater reliability", chapter 3. */
public enum Weights {
    /** Not at all. */
    IDENTITY {
        @Override
        double[][] of(double[] values) {
            return matrix(values.length, (one, other) -> 1, index -> index);
        }
    },

    /** The less, the farther apart they are. */
    LINEAR {
        @Override
        double[][] of(double[] values) {
            return matrix(values.length, (one, other) -> Math.abs(one - other), index -> values[index]);
        }
    },

    /** The less, the larger the square of their difference. */
    QUADRATIC {
        @Override
        double[][] of(double[] values) {
            return matrix(values.length, (one, other) -> (one - other) * (one - other), index -> values[index]);
        }
    },

    /** The less, the more pairs of values lie between. */
    ORDINAL {
        @Override
        double[][] of(double[] values) {
            return matrix(
                    values.length,
                    (one, other) -> (Math.abs(one - other) + 1) * Math.abs(one - other) / 2,
                    index -> index);
        }
    },

    /** The less, the larger the square of their difference beside their sum. */
    RATIO {
        @Override
        double[][] of(double[] values) {
            return matrix(
                    values.length, (one, other) -> Math.pow((one - other) / (one + other), 2), index -> values[index]);
        }

        @Override
        String unfit(double[] values) {
            return Arrays.stream(values).allMatch(value -> value > 0)
                    ? null
                    : "Ratios need values that are greater than 0.";
        }
    };

    /**
     * The weights of every two values.
     *
     * @param values ascending, two or more, each different
     */
    abstract double[][] of(double[] values);

    /** Why there are none for these values; null where there are. */
    String unfit(double[] values) {
        return null;
    }

    /** 1 less a distance, divided by the largest one. */
    static double[][] matrix(int size, DoubleBinaryOperator distance, IntToDoubleFunction value) {
        double[][] weights = new double[size][size];
        double largest = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                weights[i][j] = i == j ? 0 : distance.applyAsDouble(value.applyAsDouble(i), value.applyAsDouble(j));
                largest = Math.max(largest, weights[i][j]);
            }
        }
        for (double[] row : weights) {
            for (int j = 0; j < size; j++) {
                row[j] = largest > 0 ? 1 - row[j] / largest : 1;
            }
        }
        return weights;
    }
}
