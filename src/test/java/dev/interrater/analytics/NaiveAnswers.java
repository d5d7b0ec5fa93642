package dev.interrater.analytics;

import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.Dimension;
import dev.interrater.testing.StoredResults.PairScore;
import dev.interrater.testing.StoredResults.TaskScore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a project is to be told, computed from single scores, one after the other: no sums, no SQL, nothing of the product's code. */
final class NaiveAnswers {
    private static final long OVERALL = NaiveMeans.OVERALL;

    private final StoredResults stored;
    private final Map<Long, String> people;
    private final Map<Long, String> models;
    private final boolean consensus;
    private final double threshold;

    /**
     * For a project.
     *
     * @param people the address of each annotator
     * @param models the version of each model
     */
    NaiveAnswers(
            StoredResults stored,
            Map<Long, String> people,
            Map<Long, String> models,
            boolean consensus,
            BigDecimal threshold) {
        this.stored = stored;
        this.people = people;
        this.models = models;
        this.consensus = consensus;
        this.threshold = threshold.doubleValue();
    }

    /** Each operation with its query, and what it answers: maps, lists, numbers; null is 204. */
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        NaiveMatrix matrix = new NaiveMatrix(stored, people);
        all.put("stats/total_agreement", wrapped("total_agreement", total()));
        all.put(
                "stats/total_agreement?per_label=true",
                wrapped("total_agreement", orNull(byLabel(NaiveMeans::isPeople))));
        all.put("stats/IAA?std=true", matrix.of(pair -> true));
        all.put("stats/IAA?std=true&per_label=true", matrix.byLabel(pair -> true));
        for (Set<Long> some : scored() == 0 ? List.<Set<Long>>of() : List.of(tasks(2), tasks(5))) {
            String ids = some.stream().map(String::valueOf).collect(Collectors.joining(","));
            all.put("stats/IAA?std=true&task=" + ids, matrix.of(pair -> some.contains(pair.task())));
            all.put(
                    "stats/IAA?std=true&per_label=true&task=" + ids,
                    matrix.byLabel(pair -> some.contains(pair.task())));
        }
        addAnnotators(all);
        addModels(all);
        String analysis = "analytics/data-quality/agreement-analysis/";
        all.put(analysis + "dimensions", dimensions());
        all.put(analysis + "distribution", distribution());
        Set<String> controls = new LinkedHashSet<>(List.of("", "none"));
        stored.dimensions().forEach(dimension -> controls.add(dimension.fromName()));
        for (String control : controls) {
            for (String mode : List.of("all", "accepted", "ground_truth")) {
                all.put(
                        analysis + "confusion-matrix?from_name=" + control + "&mode=" + mode,
                        new NaiveConfusion(stored, control, mode.equals("ground_truth")).view());
            }
        }
        NaiveDistribution labels = new NaiveDistribution(stored);
        all.put("stats/label-distribution/structure", labels.structure());
        all.put("stats/label-distribution/counts", labels.counts());
        NaiveParticipants participants = new NaiveParticipants(stored, models);
        all.put("agreement/participants", participants.participants());
        all.put("agreement/pairs", participants.pairs());
        return all;
    }

    private void addAnnotators(Map<String, Object> all) {
        String ids = people.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
        all.put(
                "stats/agreement_annotators?ids=" + ids,
                wrapped("agreement", ofUsers(user -> mean(user, NaiveMeans::isUser))));
        all.put(
                "stats/agreement-groundtruth?ids=" + ids,
                wrapped("agreement", ofUsers(user -> mean(user, NaiveMeans::isTruth))));
        all.put(
                "stats/agreement-groundtruth?per_label=true&ids=" + ids,
                wrapped("agreement", ofUsers(user -> byLabel(NaiveMeans.with(user, NaiveMeans::isTruth)))));
        all.put(
                "user-stats/prediction?ids=" + ids,
                wrapped("agreement", ofUsers(user -> mean(user, NaiveMeans::isModel))));
        all.put(
                "user-stats/prediction?per_label=true&ids=" + ids,
                wrapped("agreement", ofUsers(user -> byLabel(NaiveMeans.with(user, NaiveMeans::isModel)))));
        for (long user : people.keySet()) {
            all.put(
                    "stats/agreement_annotator/" + user,
                    single("Agreement_per_annotator", mean(user, NaiveMeans::isUser)));
            String truth = "users/" + user + "/stats/agreement-groundtruth";
            all.put(truth, single("agreement", mean(user, NaiveMeans::isTruth)));
            all.put(
                    truth + "?per_label=true",
                    single("agreement", byLabel(NaiveMeans.with(user, NaiveMeans::isTruth))));
            String predictions = "user-stats/" + user + "/prediction";
            String name = "average_prediction_agreement_per_user";
            all.put(predictions, single(name, mean(user, NaiveMeans::isModel)));
            all.put(predictions + "?per_label=true", single(name, byLabel(NaiveMeans.with(user, NaiveMeans::isModel))));
        }
    }

    private void addModels(Map<String, Object> all) {
        models.forEach((model, version) -> {
            String stats = "model-stats/" + version + "/";
            all.put(stats + "agreement", single("agreement", mean(model, NaiveMeans::isUser)));
            all.put(stats + "agreement-groundtruth", single("agreement", mean(model, NaiveMeans::isTruth)));
            all.put(
                    stats + "agreement-groundtruth?per_label=true",
                    single("agreement", byLabel(NaiveMeans.with(model, NaiveMeans::isTruth))));
            String name = "average_prediction_agreement_per_model";
            all.put(stats + "prediction", single(name, mean(model, NaiveMeans::isModel)));
            all.put(
                    stats + "prediction?per_label=true",
                    single(name, byLabel(NaiveMeans.with(model, NaiveMeans::isModel))));
        });
    }

    /** The three figures of a member: with people, with the ground truth, with models. */
    Map<String, Object> member(Object id) {
        long participant = id instanceof Number number
                ? number.longValue()
                : models.entrySet().stream()
                        .filter(model -> id.equals("model:" + model.getValue()))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(Long.MIN_VALUE);
        Map<String, Object> figures = new TreeMap<>();
        figures.put("agreement", mean(participant, NaiveMeans::isUser));
        figures.put("ground_truth_agreement", mean(participant, NaiveMeans::isTruth));
        figures.put("prediction_agreement", mean(participant, NaiveMeans::isModel));
        return figures;
    }

    /** The mean of the tasks' own agreement, by the project's methodology. */
    Double total() {
        return NaiveMeans.mean(stored.tasks().stream().filter(task -> task.dimension() == OVERALL), this::score);
    }

    /** How many tasks have one. */
    long scored() {
        return stored.tasks().stream()
                .filter(task -> task.dimension() == OVERALL)
                .count();
    }

    double score(TaskScore task) {
        return consensus ? task.consensus() : task.pairwise();
    }

    private Set<Long> tasks(int most) {
        return stored.tasks().stream()
                .map(TaskScore::task)
                .distinct()
                .limit(most)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Object> dimensions() {
        List<Object> all = new ArrayList<>();
        for (Dimension dimension : stored.dimensions()) {
            Map<String, Object> figures = new TreeMap<>();
            figures.put(
                    "agreement",
                    NaiveMeans.mean(
                            stored.tasks().stream().filter(task -> task.dimension() == dimension.id()), this::score));
            figures.put("from_name", dimension.fromName());
            figures.put("name", dimension.name());
            figures.put("control_tag", dimension.controlTag());
            all.add(figures);
        }
        return all;
    }

    private Map<String, Object> distribution() {
        Integer[] histogram = new Integer[10];
        Arrays.fill(histogram, 0);
        int low = 0;
        for (TaskScore task : stored.tasks()) {
            if (task.dimension() == OVERALL) {
                histogram[
                        Math.min(
                                9,
                                BigDecimal.valueOf(score(task))
                                        .movePointRight(1)
                                        .intValue())]++;
                low += score(task) < threshold ? 1 : 0;
            }
        }
        Map<String, Object> distribution = new TreeMap<>();
        distribution.put("average_agreement", total());
        distribution.put("histogram", Arrays.asList(histogram));
        distribution.put("low_agreement_count", low);
        distribution.put("total_tasks", scored());
        return distribution;
    }

    private Map<String, Object> ofUsers(LongFunction<Object> figure) {
        Map<String, Object> figures = new TreeMap<>();
        people.keySet().forEach(user -> figures.put(String.valueOf(user), figure.apply(user)));
        return figures;
    }

    private Double mean(long participant, Predicate<Long> others) {
        return NaiveMeans.mean(
                NaiveMeans.whole(stored, OVERALL).filter(NaiveMeans.with(participant, others)), PairScore::score);
    }

    private Map<String, Object> byLabel(Predicate<PairScore> counted) {
        Map<String, Object> means = new TreeMap<>();
        List<PairScore> pairs = stored.pairs().stream()
                .filter(pair -> !pair.label().isEmpty())
                .filter(counted)
                .toList();
        NaiveMeans.labels(pairs)
                .forEach(label -> means.put(
                        label,
                        NaiveMeans.mean(
                                pairs.stream().filter(pair -> pair.label().equals(label)), PairScore::score)));
        return means;
    }

    private static Object orNull(Map<String, Object> figures) {
        return figures.isEmpty() ? null : figures;
    }

    private static Object wrapped(String name, Object figure) {
        return figure == null ? null : single(name, figure);
    }

    private static Map<String, Object> single(String name, Object figure) {
        Map<String, Object> one = new TreeMap<>();
        one.put(name, figure);
        return one;
    }
}
