package dev.interrater.consensus;

/**
 * What annotators answer, and what is right, by logarithms of probabilities.
 *
 * @param values how many there are
 * @param priors of each right value
 * @param errors of each annotator, value given and right value, in this order
 */
record Likelihoods(int values, double[] priors, double[] errors) {
    /** Its exponential is nothing beside 1. */
    private static final double NOTHING = -80;

    /**
     * How probable each value is to be the right one of a task with these answers.
     *
     * @param posterior where to; sums up to 1
     * @return its entropy, in nats
     */
    double posterior(char[] annotators, char[] given, int size, double[] posterior) {
        System.arraycopy(priors, 0, posterior, 0, values);
        for (int i = 0; i < size; i++) {
            int row = (annotators[i] * values + given[i]) * values;
            for (int right = 0; right < values; right++) {
                posterior[right] += errors[row + right];
            }
        }
        double highest = posterior[0];
        for (int right = 1; right < values; right++) {
            highest = Math.max(highest, posterior[right]);
        }
        double sum = 0;
        double weighted = 0;
        for (int right = 0; right < values; right++) {
            double logarithm = posterior[right] - highest;
            double share = logarithm < NOTHING ? 0 : Math.exp(logarithm);
            posterior[right] = share;
            sum += share;
            weighted += share * logarithm;
        }
        for (int right = 0; right < values; right++) {
            posterior[right] /= sum;
        }
        return Math.log(sum) - weighted / sum;
    }
}
