package dev.interrater.analytics;

import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.Dimension;
import dev.interrater.testing.StoredResults.PairScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How far participants agree with all others, and every two with each other, score by score. */
final class NaiveParticipants {
    private final StoredResults stored;
    private final Map<Long, String> models;

    /** With the version of each model. */
    NaiveParticipants(StoredResults stored, Map<Long, String> models) {
        this.stored = stored;
        this.models = models;
    }

    List<Object> participants() {
        Set<Long> all = new TreeSet<>();
        stored.pairs().stream().filter(pair -> pair.label().isEmpty()).forEach(pair -> {
            all.add(pair.first());
            all.add(pair.second());
        });
        List<Object> answer = new ArrayList<>();
        for (long participant : all) {
            Map<String, Object> one = new TreeMap<>();
            one.put("id", id(participant));
            one.put("name", NaiveMeans.isUser(participant) ? "" : models.get(participant));
            one.put("overall", means(participant, NaiveMeans.OVERALL));
            List<Object> dimensions = new ArrayList<>();
            for (Dimension dimension : stored.dimensions()) {
                if (NaiveMeans.whole(stored, dimension.id()).anyMatch(NaiveMeans.with(participant, other -> true))) {
                    dimensions.add(Map.of(
                            "id",
                            dimension.id(),
                            "name",
                            dimension.name(),
                            "means",
                            means(participant, dimension.id())));
                }
            }
            one.put("dimensions", dimensions);
            answer.add(one);
        }
        return answer;
    }

    private Map<String, Object> means(long participant, long dimension) {
        Map<String, Object> means = new TreeMap<>();
        Map<String, Predicate<Long>> kinds = Map.of(
                "annotators", NaiveMeans::isUser, "ground_truth", NaiveMeans::isTruth, "models", NaiveMeans::isModel);
        kinds.forEach((name, kind) -> {
            Map<String, Object> mean = new TreeMap<>();
            mean.put(
                    "agreement",
                    NaiveMeans.mean(
                            NaiveMeans.whole(stored, dimension).filter(NaiveMeans.with(participant, kind)),
                            PairScore::score));
            mean.put(
                    "comparisons",
                    NaiveMeans.whole(stored, dimension)
                            .filter(NaiveMeans.with(participant, kind))
                            .count());
            means.put(name, mean);
        });
        return means;
    }

    List<Object> pairs() {
        Map<List<Long>, Map<Long, List<PairScore>>> pairs =
                new TreeMap<>((one, other) -> Arrays.compare(one.toArray(Long[]::new), other.toArray(Long[]::new)));
        stored.pairs().stream()
                .filter(pair -> pair.label().isEmpty())
                .forEach(pair -> pairs.computeIfAbsent(List.of(pair.first(), pair.second()), none -> new TreeMap<>())
                        .computeIfAbsent(pair.dimension(), none -> new ArrayList<>())
                        .add(pair));
        List<Object> answer = new ArrayList<>();
        pairs.forEach((both, dimensions) -> {
            List<PairScore> overall = dimensions.remove(NaiveMeans.OVERALL);
            Map<String, Object> one = new TreeMap<>();
            one.put("participants", both.stream().map(this::id).toList());
            one.put(
                    "tasks",
                    overall != null
                            ? overall.size()
                            : dimensions.values().stream()
                                    .mapToInt(Collection::size)
                                    .max()
                                    .orElse(0));
            one.put("agreement", overall == null ? null : NaiveMeans.mean(overall.stream(), PairScore::score));
            List<Object> inDimensions = new ArrayList<>();
            dimensions.forEach((dimension, scores) -> inDimensions.add(Map.of(
                    "id",
                    dimension,
                    "tasks",
                    scores.size(),
                    "agreement",
                    NaiveMeans.mean(scores.stream(), PairScore::score))));
            one.put("dimensions", inDimensions);
            answer.add(one);
        });
        return answer;
    }

    private Object id(long participant) {
        return NaiveMeans.isUser(participant)
                ? (Object) participant
                : NaiveMeans.isTruth(participant) ? "ground_truth" : "model:" + models.get(participant);
    }
}
