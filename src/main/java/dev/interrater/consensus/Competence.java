package dev.interrater.consensus;

import java.util.Arrays;

/**
 * How well an annotator does, if the consensus is right.
 *
 * @param tasks how many they have answered
 * @param value the probability that they say what is right, the mean over right values by how frequent these are in the project; null
 *     where they have met none
 * @param low the lower end of its 95 % interval (E. B. Wilson, 1927, as if the consensus were known); null likewise
 * @param high the upper end; null likewise
 * @param chance the same of somebody who gives the same answers as often and does not look; null likewise
 * @param usual the value that they give most often
 * @param usualShare how often that is, 0 to 1
 * @param finding what is wrong; null where nothing is, or tasks are too few to tell
 * @param confusion for each right value how probable each answer is; null instead of a row where they have never met the value
 */
public record Competence(
        long tasks,
        Double value,
        Double low,
        Double high,
        Double chance,
        int usual,
        double usualShare,
        Finding finding,
        double[][] confusion) {
    /** Fewer tasks than that, by probability, say nothing of a right value. */
    private static final double MET = 0.5;

    /** 97.5 % of a normal distribution. */
    private static final double Z = 1.959963984540054;

    private static final double NEARLY_ALWAYS = 0.95;

    /** Tasks on which the usual answer of somebody is not the consensus: fewer prove nothing. */
    private static final double TELLING = 5;

    /**
     * Of an annotator.
     *
     * @param tasks for each value given and each right value, how many there are by probability
     * @param priors how frequent each right value is
     */
    static Competence of(double[][] tasks, double[] priors) {
        int values = priors.length;
        double[] met = new double[values];
        double[] shares = new double[values];
        double total = 0;
        for (int value = 0; value < values; value++) {
            for (int right = 0; right < values; right++) {
                met[right] += tasks[value][right];
                shares[value] += tasks[value][right];
                total += tasks[value][right];
            }
        }
        int usual = 0;
        for (int value = 0; value < values; value++) {
            shares[value] /= total;
            usual = shares[value] > shares[usual] ? value : usual;
        }
        double weight = 0;
        double right = 0;
        double chance = 0;
        double spread = 0;
        for (int value = 0; value < values; value++) {
            if (met[value] >= MET) {
                weight += priors[value];
                right += priors[value] * tasks[value][value] / met[value];
                chance += priors[value] * shares[value];
                spread += priors[value] * priors[value] / met[value];
            }
        }
        double[][] confusion = confusion(tasks, met);
        if (weight == 0) {
            return new Competence(Math.round(total), null, null, null, null, usual, shares[usual], null, confusion);
        }
        Interval interval = Interval.wilson(right / weight, weight * weight / spread);
        double atRandom = chance / weight;
        boolean usuallyWrong = total - met[usual] >= TELLING;
        return new Competence(
                Math.round(total),
                right / weight,
                interval.low,
                interval.high,
                atRandom,
                usual,
                shares[usual],
                finding(interval, atRandom, shares[usual] >= NEARLY_ALWAYS, usuallyWrong),
                confusion);
    }

    private static Finding finding(Interval interval, double chance, boolean usual, boolean usuallyWrong) {
        if (interval.high < chance) {
            return Finding.INVERTED;
        } else if (interval.low > chance || interval.high > (1 + chance) / 2) {
            return null; // better than chance, or perhaps half as good as somebody who is always right
        } else if (usual) {
            return usuallyWrong ? Finding.SAME_ANSWER : null;
        }
        return Finding.RANDOM;
    }

    /** How much of what chance leaves they get right, 0 to 1; 0 where it is not known. */
    public double skill() {
        return value == null || chance >= 1 ? 0 : Math.max(0, (value - chance) / (1 - chance));
    }

    private static double[][] confusion(double[][] tasks, double[] met) {
        double[][] confusion = new double[met.length][];
        for (int right = 0; right < met.length; right++) {
            if (met[right] >= MET) {
                int row = right;
                confusion[right] = Arrays.stream(tasks)
                        .mapToDouble(given -> given[row] / met[row])
                        .toArray();
            }
        }
        return confusion;
    }

    private record Interval(double low, double high) {
        /** Of a share among so many. */
        static Interval wilson(double share, double of) {
            double centre = (share + Z * Z / (2 * of)) / (1 + Z * Z / of);
            double half = Z / (1 + Z * Z / of) * Math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of));
            return new Interval(
                    Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half)));
        }
    }
}
