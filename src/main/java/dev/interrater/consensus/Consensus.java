package dev.interrater.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is probably right of many tasks, and how competent their annotators are. */
public final class Consensus {
    private final Answers answers;
    private final int values;
    private final Likelihoods likelihoods;
    private final double[] priors;
    private final int steps;
    private final List<Competence> competences;

    /** By these likelihoods, which gave these sums. */
    Consensus(
            Answers answers,
            int annotators,
            int values,
            Likelihoods likelihoods,
            double[] sums,
            double[] classes,
            int steps) {
        this.answers = answers;
        this.values = values;
        this.likelihoods = likelihoods;
        this.steps = steps;
        this.priors = IntStream.range(0, values)
                .mapToDouble(value -> classes[value] / answers.tasks())
                .toArray();
        List<Competence> found = new ArrayList<>(annotators);
        for (int annotator = 0; annotator < annotators; annotator++) {
            double[][] tasks = new double[values][values];
            for (int value = 0; value < values; value++) {
                System.arraycopy(sums, (annotator * values + value) * values, tasks[value], 0, values);
            }
            found.add(Competence.of(tasks, priors));
        }
        this.competences = List.copyOf(found);
    }

    /** Is told about every task, in the order in which they were added. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A task.
         *
         * @param posterior how probable each value is; only during the call
         * @param entropy of that, in bits
         * @param annotators of its answers, as in {@link Answers.Visitor}
         * @param given the values of its answers, likewise
         */
        void task(long id, double[] posterior, double entropy, char[] annotators, char[] given, int size);
    }

    /** Tells about every task. */
    public void forEach(Visitor visitor) {
        double[] posterior = new double[values];
        answers.forEach((id, who, what, size) -> {
            double entropy = likelihoods.posterior(who, what, size, posterior) / Math.log(2);
            visitor.task(id, posterior, Math.max(0, entropy), who, what, size);
        });
    }

    /** The share of tasks of which each value is right; sums up to 1. */
    public double[] priors() {
        return priors.clone();
    }

    /** How competent each annotator is. */
    public List<Competence> competences() {
        return competences;
    }

    /** How many steps it took. */
    public int steps() {
        return steps;
    }
}
