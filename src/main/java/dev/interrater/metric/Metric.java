package dev.interrater.metric;

/** Compares the answers of two participants. Stateless. */
@FunctionalInterface
public interface Metric {

    /**
     * Compares two answers, neither of them empty; callers use {@link #score}.
     *
     * @return 0 to 1
     */
    double compare(Answer a, Answer b);

    /**
     * The agreement of two participants, 0 to 1: 1 if neither answered, 0 if only one of them did, otherwise as the metric
     * finds it.
     *
     * @throws IncomparableAnswerException if the answers are too large for that, or no answers for this metric
     */
    default double score(Answer a, Answer b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() && b.isEmpty() ? 1 : 0;
        }
        return compare(a, b);
    }
}
