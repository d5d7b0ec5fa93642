package dev.interrater.agreement;

import dev.interrater.answer.Category;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Deadline;
import dev.interrater.metric.Metric;
import dev.interrater.metric.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far participants agree in each label alone: both answers are cut down to the label and compared, in pairs of whom at least
 * one uses it.
 *
 * @param labels ascending
 * @param counts how often each participant uses a label: all participants for the first label, then for the second, …
 * @param scores of each pair, likewise; NaN where neither uses the label
 */
record LabelScores(String[] labels, int[] counts, double[] scores) {
    /** Of tasks with more there are none: a page is bounded. */
    private static final long MOST_SCORES = 100_000;

    /** Longer labels are left out. */
    private static final int LONGEST = 255;

    /**
     * Of regions.
     *
     * @param answers null where a participant's cannot be read
     * @param whole scores of whole answers: where all regions of two have the same one label, it is what they agree in that label
     * @return null when nobody uses a label, or there are too many of them
     */
    static LabelScores ofRegions(List<Answer> answers, double[] whole, Metric metric) {
        List<Set<Set<String>>> used = answers.stream()
                .map(answer -> answer instanceof Answer.Regions regions
                        ? regions.regions().stream().map(Region::labels).collect(Collectors.toSet())
                        : Set.<Set<String>>of())
                .toList();
        String[] labels = labels(answers.stream()
                .filter(Answer.Regions.class::isInstance)
                .flatMap(answer -> ((Answer.Regions) answer).regions().stream())
                .flatMap(region -> region.labels().stream())
                .toList());
        return of(
                labels,
                answers.size(),
                (label, p) -> regions(answers.get(p), label).size(),
                (label, i, j, pair) -> {
                    if (answers.get(i) == null || answers.get(j) == null) {
                        return Double.NaN;
                    }
                    Set<Set<String>> one = Set.of(Set.of(label));
                    return one.containsAll(used.get(i)) && one.containsAll(used.get(j))
                            ? whole[pair]
                            : metric.score(
                                    new Answer.Regions(regions(answers.get(i), label)),
                                    new Answer.Regions(regions(answers.get(j), label)));
                });
    }

    /** Of values, each of which is a label: 1 if both have it, else 0; not defined where a score of whole answers is not. */
    static LabelScores ofValues(List<Answer> answers, double[] whole) {
        List<Set<String>> values = answers.stream()
                .map(answer -> Set.copyOf(Category.values(answer)))
                .toList();
        String[] labels = labels(values.stream().flatMap(Set::stream).toList());
        return of(
                labels,
                answers.size(),
                (label, p) -> values.get(p).contains(label) ? 1 : 0,
                (label, i, j, pair) -> Double.isNaN(whole[pair])
                        ? Double.NaN
                        : values.get(i).contains(label) && values.get(j).contains(label) ? 1 : 0);
    }

    private static String[] labels(List<String> all) {
        TreeSet<String> labels = new TreeSet<>(all);
        labels.removeIf(label -> label.isEmpty() || label.length() > LONGEST || label.indexOf(0) >= 0);
        return labels.toArray(String[]::new);
    }

    private static LabelScores of(String[] labels, int participants, Count count, Score score) {
        int pairs = participants * (participants - 1) / 2;
        if (labels.length == 0 || (long) labels.length * Math.max(pairs, participants) > MOST_SCORES) {
            return null;
        }
        int[] counts = new int[labels.length * participants];
        double[] scores = new double[labels.length * pairs];
        Arrays.fill(scores, Double.NaN);
        for (int l = 0, next = 0; l < labels.length; l++) {
            int own = l * participants;
            for (int p = 0; p < participants; p++) {
                counts[own + p] = count.of(labels[l], p);
            }
            for (int i = 0, pair = 0; i < participants; i++) {
                for (int j = i + 1; j < participants; j++, next++, pair++) {
                    if (counts[own + i] + counts[own + j] > 0) {
                        Deadline.check();
                        scores[next] = score.of(labels[l], i, j, pair);
                    }
                }
            }
        }
        return new LabelScores(labels, counts, scores);
    }

    /** Cut down to a label: its regions, with this label alone. */
    private static List<Region> regions(Answer answer, String label) {
        return answer instanceof Answer.Regions regions
                ? regions.regions().stream()
                        .filter(region -> region.labels().contains(label))
                        .map(region -> region.labels().size() == 1
                                ? region
                                : new Region(region.place(), Set.of(label), region.shape(), region.value()))
                        .toList()
                : List.of();
    }

    private interface Count {
        int of(String label, int participant);
    }

    private interface Score {
        double of(String label, int i, int j, int pair);
    }
}
