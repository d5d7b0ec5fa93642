package dev.interrater.metric;

import java.util.OptionalDouble;

/** The overall agreement of a task: the mean of its dimensions' scores by their weights, Σ(w·s) / Σw. */
public final class WeightedMean {

    private static final double LARGEST_WEIGHT = 1e9;

    private double weighted;
    private double weights;

    /**
     * Adds a dimension.
     *
     * @param score 0 to 1
     * @param weight 0 takes the dimension out; what is no positive number does so too, and 1e9 is the most
     */
    public WeightedMean add(double score, double weight) {
        if (weight > 0) {
            double bounded = Math.min(weight, LARGEST_WEIGHT);
            weighted += bounded * score;
            weights += bounded;
        }
        return this;
    }

    /** The mean, 0 to 1; empty if no dimension has a weight. */
    public OptionalDouble value() {
        return weights > 0 ? OptionalDouble.of(weighted / weights) : OptionalDouble.empty();
    }
}
