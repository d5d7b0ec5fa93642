package dev.interrater.consensus;

/**
 * The one of several answers that is nearest to all others: what there is instead of a most frequent value where hardly two answers are
 * equal.
 *
 * @param answer its place among the answers
 * @param agreement the mean of its scores with the others
 * @param answers how many there are that have a score with another
 */
public record Medoid(int answer, double agreement, int answers) {
    /**
     * The medoid of some answers, the first of equally near ones.
     *
     * @param takesPart which answers count
     * @param scores the upper triangle of all pairs: 0 with 1, 0 with 2, …, 1 with 2, …; null where a score is not defined
     * @return null when no two answers that count have a score
     */
    public static Medoid of(boolean[] takesPart, Double[] scores) {
        double[] sums = new double[takesPart.length];
        int[] counts = new int[takesPart.length];
        int pair = 0;
        for (int one = 0; one < takesPart.length; one++) {
            for (int other = one + 1; other < takesPart.length; other++) {
                Double score = scores[pair++];
                if (score != null && takesPart[one] && takesPart[other]) {
                    sums[one] += score;
                    sums[other] += score;
                    counts[one]++;
                    counts[other]++;
                }
            }
        }
        int answers = 0;
        int best = -1;
        for (int i = 0; i < sums.length; i++) {
            if (counts[i] > 0) {
                answers++;
                best = best < 0 || sums[i] / counts[i] > sums[best] / counts[best] ? i : best;
            }
        }
        return best < 0 ? null : new Medoid(best, sums[best] / counts[best], answers);
    }
}
