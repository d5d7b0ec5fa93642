package dev.interrater.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What people should look at next, of all tasks of a consensus: bounded lists of tasks and of answers. */
public final class Review implements Consensus.Visitor {
    /** Tasks that are kept. */
    public static final int TASKS = 1_000;

    /** Answers of each annotator that are kept. */
    public static final int SURPRISES = 20;

    private static final Comparator<NextTask> BY_GAIN =
            Comparator.comparingDouble(NextTask::gain).thenComparing(NextTask::id, Comparator.reverseOrder());
    private static final Comparator<Surprise> BY_PROBABILITY =
            Comparator.comparingDouble(Surprise::probability).thenComparing(Surprise::task);

    private final List<Competence> competences;
    private final double[] skills;
    private final PriorityQueue<NextTask> tasks = new PriorityQueue<>(BY_GAIN);
    private final List<PriorityQueue<Surprise>> surprises = new ArrayList<>();
    private double everybody;
    private double everybodysSkill;

    /** Of tasks that these annotators have answered. */
    public Review(List<Competence> competences) {
        this.competences = competences;
        this.skills = new double[competences.size()];
        for (int annotator = 0; annotator < skills.length; annotator++) {
            Competence competence = competences.get(annotator);
            skills[annotator] = competence.skill();
            everybody += competence.tasks();
            everybodysSkill += competence.tasks() * skills[annotator];
            surprises.add(new PriorityQueue<>(BY_PROBABILITY.reversed()));
        }
    }

    @Override
    public void task(long id, double[] posterior, double entropy, char[] annotators, char[] given, int size) {
        int best = best(posterior);
        double others = everybody;
        double skill = everybodysSkill;
        for (int i = 0; i < size; i++) {
            others -= competences.get(annotators[i]).tasks();
            skill -= competences.get(annotators[i]).tasks() * skills[annotators[i]];
            if (given[i] != best) {
                surprise(annotators[i], id, given[i], best, posterior);
            }
        }
        double gain = others < 1 ? 0 : entropy * Math.max(0, skill / others);
        if (gain > 0) {
            keep(tasks, new NextTask(id, best, posterior[best], size, entropy, gain), TASKS);
        }
    }

    private void surprise(int annotator, long task, int answer, int consensus, double[] posterior) {
        double[][] confusion = competences.get(annotator).confusion();
        double probability = 0;
        for (int right = 0; right < posterior.length; right++) {
            probability += confusion[right] == null ? 0 : posterior[right] * confusion[right][answer];
        }
        keep(
                surprises.get(annotator),
                new Surprise(annotator, task, answer, consensus, Math.min(1, probability)),
                SURPRISES);
    }

    private static <T> void keep(PriorityQueue<T> queue, T item, int most) {
        queue.add(item);
        if (queue.size() > most) {
            queue.poll();
        }
    }

    /** The most probable value, of equally probable ones the first. */
    public static int best(double[] posterior) {
        int best = 0;
        for (int value = 1; value < posterior.length; value++) {
            best = posterior[value] > posterior[best] ? value : best;
        }
        return best;
    }

    /** The tasks of which another answer would tell most, the first one most of all. */
    public List<NextTask> tasks() {
        return tasks.stream().sorted(BY_GAIN.reversed()).toList();
    }

    /** The least probable answers of each annotator who has given some that are not the consensus, the least probable first. */
    public List<Surprise> surprises() {
        return surprises.stream()
                .flatMap(ofOne -> ofOne.stream().sorted(BY_PROBABILITY))
                .toList();
    }
}
