package dev.interrater.analytics;

import dev.interrater.testing.StoredResults;
import dev.interrater.testing.StoredResults.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often which choices are given, answer by answer. */
final class NaiveDistribution {
    private final StoredResults stored;
    private final List<Dimension> dimensions;

    NaiveDistribution(StoredResults stored) {
        this.stored = stored;
        // Of a control what its own dimension counts.
        this.dimensions = stored.dimensions().stream()
                .filter(dimension -> stored.dimensions().stream()
                        .filter(other -> other.fromName().equals(dimension.fromName()))
                        .min(Comparator.comparing(Dimension::isUserDefined).thenComparing(Dimension::id))
                        .orElseThrow()
                        .equals(dimension))
                .toList();
    }

    Map<String, Object> structure() {
        List<Object> all = new ArrayList<>();
        List<Object> described = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            List<Object> keys = new ArrayList<>();
            choices(dimension).forEach(choice -> keys.add(key(dimension, choice)));
            all.addAll(keys);
            Map<String, Object> one = new TreeMap<>();
            one.put("choice_keys", keys);
            one.put("choices", List.copyOf(choices(dimension)));
            one.put("dimension_id", dimension.id());
            one.put("name", dimension.fromName());
            if (dimension.controlTag() != null) {
                one.put("type", dimension.controlTag().toLowerCase(Locale.ROOT));
            }
            if (choices(dimension).isEmpty() && dimension.values() == null && !dimension.isCategorical()) {
                one.put("unsupported_reason", "Its answers are neither choices nor labels nor numbers.");
            }
            described.add(one);
        }
        return Map.of("choice_keys", all, "dimensions", described);
    }

    Map<String, Object> counts() {
        List<Object> results = new ArrayList<>();
        Map<String, Object> annotations = new TreeMap<>();
        Map<String, Object> predictions = new TreeMap<>();
        for (Dimension dimension : dimensions) {
            long given = count(dimension, false, null);
            long predicted = count(dimension, true, null);
            annotations.put(dimension.fromName(), given);
            predictions.put(dimension.fromName(), predicted);
            for (String choice : choices(dimension)) {
                long own = count(dimension, false, choice);
                long ofModels = count(dimension, true, choice);
                results.add(Map.of(
                        "choice",
                        choice,
                        "choice_key",
                        key(dimension, choice),
                        "dimension_name",
                        dimension.fromName(),
                        "from_annotations_count",
                        own,
                        "from_annotations_percent",
                        given == 0 ? 0 : 100.0 * own / given,
                        "from_predictions_count",
                        ofModels,
                        "from_predictions_percent",
                        predicted == 0 ? 0 : 100.0 * ofModels / predicted));
            }
        }
        Map<String, Object> answer = new TreeMap<>();
        answer.put("next_offset", null);
        answer.put("results", results);
        answer.put(
                "totals",
                Map.of("annotation_totals_by_dimension", annotations, "prediction_totals_by_dimension", predictions));
        return answer;
    }

    private Set<String> choices(Dimension dimension) {
        Set<String> choices = new TreeSet<>(dimension.values() == null ? List.of() : dimension.values());
        stored.given().stream()
                .filter(given -> given.dimension() == dimension.id() && given.participant() != 0)
                .forEach(given -> choices.add(given.value()));
        return choices;
    }

    private static String key(Dimension dimension, String choice) {
        return dimension.fromName() + "___SEP___" + choice;
    }

    private long count(Dimension dimension, boolean predicted, String choice) {
        return stored.given().stream()
                .filter(given -> given.dimension() == dimension.id()
                        && (predicted ? given.participant() < 0 : given.participant() > 0)
                        && (choice == null || given.value().equals(choice)))
                .mapToLong(StoredResults.Given::times)
                .sum();
    }
}
