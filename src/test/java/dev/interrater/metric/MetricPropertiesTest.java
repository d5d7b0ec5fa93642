package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every metric, whatever the answers are. */
class MetricPropertiesTest {

    private static final int CASES = 2_000;
    private static final double ROUNDING = 1e-9;

    /** Every metric with its defaults, and the similarity of texts with every algorithm. */
    static Stream<Arguments> metrics() {
        return Stream.concat(
                Metrics.all().stream().map(type -> new Arguments(type.code(), Map.of(), CASES)),
                settings(TextSimilarity.TYPE.parameters())
                        .map(params -> new Arguments(TextSimilarity.TYPE.code(), params, CASES / 4)));
    }

    static Stream<Arguments> metricsOfRegions() {
        return metrics().filter(metric -> RandomAnswers.marksRegions(metric.code));
    }

    record Arguments(String code, Map<String, Object> params, int cases) {

        Metric metric() {
            return Metrics.of(code, params);
        }
    }

    private static Stream<Map<String, Object>> settings(List<Parameter> parameters) {
        Stream<Map<String, Object>> settings = Stream.of(Map.of());
        for (Parameter parameter : parameters) {
            if (parameter.schema().get("enum") instanceof List<?> words) {
                settings = settings.flatMap(given -> words.stream().map(word -> {
                    Map<String, Object> more = new LinkedHashMap<>(given);
                    more.put(parameter.name(), word);
                    return more;
                }));
            }
        }
        return settings;
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void scores_lie_between_0_and_1_and_are_the_same_from_both_sides(Arguments metric) {
        forEachCase(metric, (random, a) -> {
            Answer b = random.forMetric(metric.code);
            double score = metric.metric().score(a, b);
            assertTrue(score >= 0 && score <= 1, () -> score + " for " + a + " and " + b);
            assertEquals(score, metric.metric().score(b, a), ROUNDING);
        });
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void an_answer_agrees_with_itself(Arguments metric) {
        forEachCase(metric, (random, a) -> assertEquals(1, metric.metric().score(a, a), ROUNDING));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void nobody_answering_is_agreement_and_only_one_answering_is_none(Arguments metric) {
        forEachCase(metric, (random, a) -> {
            assertEquals(1, metric.metric().score(Answer.NONE, Answer.NONE));
            assertEquals(0, metric.metric().score(a, Answer.NONE));
            assertEquals(0, metric.metric().score(Answer.NONE, a));
        });
    }

    @ParameterizedTest
    @MethodSource("metricsOfRegions")
    void the_order_of_regions_does_not_matter(Arguments metric) {
        forEachCase(metric, (random, a) -> {
            Answer b = random.forMetric(metric.code);
            assertEquals(
                    metric.metric().score(a, b),
                    metric.metric().score(random.shuffled(a), random.shuffled(b)),
                    ROUNDING);
        });
    }

    @ParameterizedTest
    @MethodSource("metricsOfRegions")
    void a_region_far_away_never_raises_the_score(Arguments metric) {
        forEachCase(metric, (random, a) -> {
            Answer b = random.forMetric(metric.code);
            double score = metric.metric().score(a, b);
            double withMore = metric.metric().score(a, random.withRegionFarAway(metric.code, b));
            assertTrue(withMore <= score + ROUNDING, () -> withMore + " after " + score);
        });
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void other_names_of_labels_and_choices_change_nothing(Arguments metric) {
        if (metric.code.contains("text")) {
            return;
        }
        forEachCase(metric, (random, a) -> {
            Answer b = random.forMetric(metric.code);
            assertEquals(metric.metric().score(a, b), metric.metric().score(renamed(a), renamed(b)), ROUNDING);
        });
    }

    private interface Case {
        void check(RandomAnswers random, Answer answer);
    }

    private static void forEachCase(Arguments metric, Case property) {
        IntStream.range(0, metric.cases).forEach(seed -> {
            RandomAnswers random = new RandomAnswers(seed);
            property.check(random, random.forMetric(metric.code));
        });
    }

    private static Answer renamed(Answer answer) {
        if (answer instanceof Answer.Values values) {
            return new Answer.Values(values.byPlace().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> renamed(entry.getValue()))));
        }
        return new Answer.Regions(((Answer.Regions) answer)
                .regions().stream()
                        .map(region -> new Region(
                                region.place(),
                                new HashSet<>(renamed(region.labels())),
                                region.shape(),
                                region.value() == null ? null : renamed(region.value())))
                        .toList());
    }

    private static Value renamed(Value value) {
        if (value instanceof Value.Choices choices) {
            return new Value.Choices(
                    choices.items().stream().map(MetricPropertiesTest::renamed).toList());
        } else if (value instanceof Value.Paths paths) {
            return new Value.Paths(Set.copyOf(
                    paths.paths().stream().map(MetricPropertiesTest::renamed).toList()));
        }
        return value;
    }

    private static List<String> renamed(Collection<String> names) {
        return names.stream().map(name -> "new " + name).toList();
    }
}
