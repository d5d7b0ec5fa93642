package dev.interrater.analytics;

import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.PairScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How far every two annotators agree, score by score. */
final class NaiveMatrix {
    private final StoredResults stored;
    private final Map<Long, String> people;

    /** With the address of each annotator. */
    NaiveMatrix(StoredResults stored, Map<Long, String> people) {
        this.stored = stored;
        this.people = people;
    }

    /** Of whole answers, from scores that count. */
    Map<String, Object> of(Predicate<PairScore> counted) {
        List<PairScore> pairs = NaiveMeans.whole(stored, NaiveMeans.OVERALL)
                .filter(NaiveMeans::isPeople)
                .filter(counted)
                .toList();
        return matrix(users(pairs), pairs, 1.0, pair -> true);
    }

    /** A matrix for each label. */
    Map<String, Object> byLabel(Predicate<PairScore> counted) {
        List<PairScore> pairs = stored.pairs().stream()
                .filter(pair -> !pair.label().isEmpty())
                .filter(NaiveMeans::isPeople)
                .filter(counted)
                .toList();
        List<Long> users = users(pairs);
        Map<String, Map<String, Object>> whole = new TreeMap<>();
        for (String name : List.of("IAA", "common_tasks", "std")) {
            whole.put(name, new TreeMap<>());
        }
        for (String label : NaiveMeans.labels(pairs)) {
            Map<String, Object> one =
                    matrix(users, pairs, null, pair -> pair.label().equals(label));
            whole.forEach((name, figures) -> figures.put(label, one.get(name)));
        }
        Map<String, Object> answer = new TreeMap<>(whole);
        answer.put("users", described(users));
        return answer;
    }

    private Map<String, Object> matrix(
            List<Long> users, List<PairScore> pairs, Double diagonal, Predicate<PairScore> counted) {
        List<Object> agreement = new ArrayList<>();
        List<Object> common = new ArrayList<>();
        for (long one : users) {
            List<Object> means = new ArrayList<>();
            List<Object> counts = new ArrayList<>();
            for (long other : users) {
                List<PairScore> both = pairs.stream()
                        .filter(counted)
                        .filter(pair -> pair.first() == Math.min(one, other) && pair.second() == Math.max(one, other))
                        .toList();
                means.add(one == other ? diagonal : NaiveMeans.mean(both.stream(), PairScore::score));
                counts.add(both.size());
            }
            agreement.add(means);
            common.add(counts);
        }
        Map<String, Object> answer = new TreeMap<>();
        answer.put("IAA", agreement);
        answer.put("common_tasks", common);
        Double mean = NaiveMeans.mean(pairs.stream().filter(counted), PairScore::score);
        if (mean != null) {
            answer.put(
                    "std",
                    Math.sqrt(
                            NaiveMeans.mean(pairs.stream().filter(counted), pair -> Math.pow(pair.score() - mean, 2))));
        }
        answer.put("users", described(users));
        return answer;
    }

    private static List<Long> users(List<PairScore> pairs) {
        return pairs.stream()
                .flatMap(pair -> Stream.of(pair.first(), pair.second()))
                .distinct()
                .sorted()
                .toList();
    }

    private List<Object> described(List<Long> users) {
        return users.stream()
                .<Object>map(user -> Map.of("id", user, "email", people.get(user)))
                .toList();
    }
}
