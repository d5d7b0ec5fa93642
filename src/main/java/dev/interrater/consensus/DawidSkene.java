package dev.interrater.consensus;

import java.util.Arrays;

/**
 * A. P. Dawid and A. M. Skene (1979), "Maximum likelihood estimation of observer error-rates using the EM algorithm": every task has one
 * right value, and every annotator says each value with a probability of their own that depends on which is right.
 *
 * <p>It begins with the vote of the majority and ends when the evidence lower bound of an answer grows by less than 1e-5, after 100
 * steps at the latest. Posteriors are never kept: a step goes over the answers and adds up what the next one needs, so memory is that
 * of the answers and of annotators × values². Tasks with the same answers are reckoned with at once. Smoothing, the bound and where it
 * ends are those of crowd-kit's {@code DawidSkene}: sums below 1e-10 count as 1e-10, of values that the annotator has given.
 */
public final class DawidSkene {
    /** Steps at most. */
    static final int MOST_STEPS = 100;

    private static final double TOLERANCE = 1e-5;

    /** What a probability, or a sum of them, is at least. */
    static final double LEAST = 1e-10;

    private final Answers answers;
    private final int annotators;
    private final int values;

    /** Whether an annotator has ever given a value. */
    private final boolean[] given;

    /** Of each annotator, value given and right value: the tasks, by probability, of which that is true. */
    private final double[] sums;

    private final double[] classes;
    private double entropy;

    private DawidSkene(Answers answers, int annotators, int values) {
        this.answers = answers;
        this.annotators = annotators;
        this.values = values;
        this.given = new boolean[annotators * values];
        this.sums = new double[annotators * values * values];
        this.classes = new double[values];
    }

    /**
     * Finds the consensus.
     *
     * @param annotators how many there are; each of their numbers is less
     * @param values how many there are, likewise
     * @param afterStep called now and then; what it throws ends the work
     */
    public static Consensus of(Answers answers, int annotators, int values, Runnable afterStep) {
        return new DawidSkene(answers, annotators, values).run(afterStep);
    }

    private Consensus run(Runnable afterStep) {
        vote();
        Likelihoods current = likelihoods();
        double bound = Double.NEGATIVE_INFINITY;
        for (int step = 1; ; step++) {
            afterStep.run();
            expect(current);
            Likelihoods next = likelihoods();
            double reached = bound(next);
            if (reached - bound < TOLERANCE || step == MOST_STEPS) {
                return new Consensus(answers, annotators, values, current, sums, classes, step);
            }
            bound = reached;
            current = next;
        }
    }

    private void vote() {
        answers.forEachShared((tasks, who, what, size) -> {
            double vote = (double) tasks / size;
            for (int i = 0; i < size; i++) {
                given[who[i] * values + what[i]] = true;
                classes[what[i]] += vote;
                for (int j = 0; j < size; j++) {
                    sums[(who[j] * values + what[j]) * values + what[i]] += vote;
                }
            }
        });
    }

    /** Adds up the posteriors of all tasks. */
    private void expect(Likelihoods likelihoods) {
        Arrays.fill(sums, 0);
        Arrays.fill(classes, 0);
        entropy = 0;
        double[] posterior = new double[values];
        answers.forEachShared((tasks, who, what, size) -> {
            entropy += tasks * likelihoods.posterior(who, what, size, posterior);
            for (int right = 0; right < values; right++) {
                posterior[right] *= tasks;
                classes[right] += posterior[right];
            }
            for (int i = 0; i < size; i++) {
                int row = (who[i] * values + what[i]) * values;
                for (int right = 0; right < values; right++) {
                    sums[row + right] += posterior[right];
                }
            }
        });
    }

    /** What the sums make most likely. */
    private Likelihoods likelihoods() {
        double[] priors = new double[values];
        for (int right = 0; right < values; right++) {
            priors[right] = Math.log(Math.max(LEAST, classes[right] / answers.tasks()));
        }
        double[] errors = new double[sums.length];
        for (int annotator = 0; annotator < annotators; annotator++) {
            for (int right = 0; right < values; right++) {
                double total = 0;
                for (int value = 0; value < values; value++) {
                    total += given[annotator * values + value] ? Math.max(LEAST, sum(annotator, value, right)) : 0;
                }
                for (int value = 0; value < values; value++) {
                    errors[(annotator * values + value) * values + right] =
                            Math.log(Math.max(LEAST, sum(annotator, value, right)) / total);
                }
            }
        }
        return new Likelihoods(values, priors, errors);
    }

    private double sum(int annotator, int value, int right) {
        return sums[(annotator * values + value) * values + right];
    }

    /** The evidence lower bound of an answer. As in crowd-kit, the prior of a task counts once for each of its answers. */
    private double bound(Likelihoods likelihoods) {
        double expected = entropy;
        for (int i = 0; i < sums.length; i++) {
            expected += sums[i] == 0
                    ? 0
                    : sums[i] * (likelihoods.errors()[i] + likelihoods.priors()[i % values]);
        }
        return expected / answers.count();
    }
}
