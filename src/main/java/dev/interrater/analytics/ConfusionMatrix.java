package dev.interrater.analytics;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts of two answers to the same task, as they become a matrix. */
final class ConfusionMatrix {
    /** Labels in a matrix; of more the most frequent ones are in it. */
    static final int MOST_LABELS = 200;

    private static final int TOP = 10;

    private final Map<Key, Long> counts = new HashMap<>();
    private final boolean directed;

    /** Of annotators with the ground truth (directed), or among each other. */
    ConfusionMatrix(boolean directed) {
        this.directed = directed;
    }

    /** Adds that two answers were given so often. */
    void add(String fromName, String actual, String label, long count) {
        boolean inOrder = directed || actual.compareTo(label) <= 0;
        counts.merge(new Key(fromName, inOrder ? actual : label, inOrder ? label : actual), count, Long::sum);
    }

    ConfusionView view() {
        List<String> labels = labels();
        Map<String, Integer> places = new HashMap<>();
        labels.forEach(label -> places.put(label, places.size()));
        long[][] matrix = new long[labels.size()][labels.size()];
        counts.forEach((key, count) -> {
            Integer i = places.get(key.actual);
            Integer j = places.get(key.label);
            if (i != null && j != null) {
                matrix[i][j] += count;
                if (!directed && !i.equals(j)) {
                    matrix[j][i] += count;
                }
            }
        });
        double[] precision = new double[labels.size()];
        double[] recall = new double[labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            int own = i;
            precision[i] = share(
                    matrix[i][i],
                    Arrays.stream(matrix).mapToLong(row -> row[own]).sum());
            recall[i] = share(matrix[i][i], Arrays.stream(matrix[i]).sum());
        }
        return new ConfusionView(labels, matrix, precision, recall, top());
    }

    private List<String> labels() {
        Map<String, Long> frequencies = new HashMap<>();
        counts.forEach((key, count) -> {
            frequencies.merge(key.actual, count, Long::sum);
            frequencies.merge(key.label, count, Long::sum);
        });
        return frequencies.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_LABELS)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private List<ConfusionView.Pair> top() {
        Collection<Map.Entry<Key, Long>> different = counts.entrySet().stream()
                .filter(count -> !count.getKey().actual.equals(count.getKey().label))
                .toList();
        long all = different.stream().mapToLong(Map.Entry::getValue).sum();
        return different.stream()
                .map(count -> new ConfusionView.Pair(
                        count.getKey().actual,
                        count.getKey().label,
                        count.getValue(),
                        share(count.getValue(), all),
                        count.getKey().fromName))
                .sorted(Comparator.comparingLong(ConfusionView.Pair::count)
                        .reversed()
                        .thenComparing(ConfusionView.Pair::actual)
                        .thenComparing(ConfusionView.Pair::label)
                        .thenComparing(ConfusionView.Pair::fromName))
                .limit(TOP)
                .toList();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private record Key(String fromName, String actual, String label) {}
}
