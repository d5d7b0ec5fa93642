package dev.interrater.analytics;

import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.Answers;
import dev.interrater.testing.StoredResults.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which answers are taken for which, pair by pair. */
final class NaiveConfusion {
    /** Two answers to a control, in order where there is one: the ground truth's and an annotator's. */
    private record Said(String control, String actual, String label) {}

    private final List<Said> all = new ArrayList<>();
    private final boolean truth;

    /** Of a control, or with an empty name of all. */
    NaiveConfusion(StoredResults stored, String control, boolean truth) {
        this.truth = truth;
        for (Dimension dimension : stored.dimensions()) {
            if (dimension.isCategorical() && (control.isEmpty() || control.equals(dimension.fromName()))) {
                stored.answers().stream()
                        .filter(answers -> answers.dimension() == dimension.id() && answers.second() > 0)
                        .filter(answers -> truth ? answers.first() == 0 : answers.first() > 0)
                        .forEach(answers -> add(dimension.fromName(), answers));
            }
        }
    }

    private void add(String control, Answers answers) {
        String one = label(answers.one());
        String other = label(answers.other());
        boolean inOrder = truth || one.compareTo(other) <= 0;
        all.add(new Said(control, inOrder ? one : other, inOrder ? other : one));
    }

    private static String label(String answer) {
        Set<String> values = StoredResults.values(answer);
        return values.isEmpty() ? answer : String.join(", ", values);
    }

    Map<String, Object> view() {
        Set<String> labels = new TreeSet<>();
        all.forEach(said -> labels.addAll(List.of(said.actual, said.label)));
        List<Object> matrix = new ArrayList<>();
        List<Object> precision = new ArrayList<>();
        List<Object> recall = new ArrayList<>();
        for (String row : labels) {
            List<Object> counts = new ArrayList<>();
            labels.forEach(column -> counts.add(count(row, column)));
            matrix.add(counts);
            precision.add(share(
                    count(row, row),
                    labels.stream().mapToLong(other -> count(other, row)).sum()));
            recall.add(share(
                    count(row, row),
                    labels.stream().mapToLong(other -> count(row, other)).sum()));
        }
        return Map.of(
                "labels",
                List.copyOf(labels),
                "matrix",
                matrix,
                "precision",
                precision,
                "recall",
                recall,
                "top_confusion_pairs",
                top());
    }

    private long count(String row, String column) {
        return all.stream()
                .filter(said -> said.actual.equals(row) && said.label.equals(column)
                        || !truth && said.actual.equals(column) && said.label.equals(row))
                .count();
    }

    private List<Object> top() {
        Map<Said, Long> different = all.stream()
                .filter(said -> !said.actual.equals(said.label))
                .collect(Collectors.groupingBy(said -> said, Collectors.counting()));
        long whole = different.values().stream().mapToLong(Long::longValue).sum();
        return different.entrySet().stream()
                .sorted(Map.Entry.<Said, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(said -> said.getKey().actual)
                        .thenComparing(said -> said.getKey().label)
                        .thenComparing(said -> said.getKey().control))
                .limit(10)
                .<Object>map(said -> new TreeMap<>(Map.of(
                        "actual", said.getKey().actual,
                        "label", said.getKey().label,
                        "count", said.getValue(),
                        "rate", share(said.getValue(), whole),
                        "from_name", said.getKey().control)))
                .toList();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
