package dev.interrater.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.LabelConfig;
import dev.interrater.metric.Answer;
import dev.interrater.metric.IncomparableAnswerException;
import dev.interrater.metric.MetricType;
import dev.interrater.metric.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Valid results of every control tag, changed at random: whatever comes of it is compared to a score from 0 to 1, or refused as
 * one that cannot be compared.
 */
class HostileResultTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JSON.getNodeFactory();

    private final ArrayNode corpus = (ArrayNode) resource("/hostile/valid-results.json");
    private final List<ConfigDimension> dimensions = ConfigDimension.of(config(), null);
    private final ResultReader reader = new ResultReader(dimensions);
    private int compared;
    private int refused;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void changed_results_are_compared_or_refused(int mutations) {
        Random random = new Random(mutations);
        for (int i = 0; i < 5_000; i++) {
            ArrayNode result = corpus.deepCopy();
            while (result.size() > 6) {
                result.remove(random.nextInt(result.size()));
            }
            for (int m = 0; m < mutations; m++) {
                mutate(result, random);
            }
            compare(result, corpus);
        }
        assertTrue(compared > 500 && refused > 500, compared + " compared, " + refused + " refused");
    }

    @Test
    void every_tag_of_the_corpus_is_compared_by_all_its_metrics() {
        Map<String, Answer> answers = reader.read(corpus);
        for (ConfigDimension dimension : dimensions) {
            assertTrue(!answers.get(dimension.name()).isEmpty(), dimension.name());
        }
        compare(corpus, corpus);
        assertTrue(compared > 0 && refused == 0);
    }

    @Test
    void every_metric_is_among_those_that_compare() {
        TreeSet<String> compared = new TreeSet<>();
        dimensions.forEach(dimension -> dimension.allowedMetrics().forEach(type -> compared.add(type.code())));
        assertEquals(new TreeSet<>(Metrics.all().stream().map(MetricType::code).toList()), compared);
    }

    @Test
    void results_that_once_broke_something_are_compared_or_refused() {
        resource("/hostile/findings.json").forEach(result -> compare(result, corpus));
    }

    private void compare(JsonNode result, JsonNode valid) {
        try {
            Map<String, Answer> a = reader.read(result);
            Map<String, Answer> b = reader.read(valid);
            for (ConfigDimension dimension : dimensions) {
                for (MetricType type : dimension.allowedMetrics()) {
                    Answer answer = a.get(dimension.name());
                    double score = type.with(null).score(answer, b.get(dimension.name()));
                    assertTrue(score >= 0 && score <= 1, () -> type.code() + " gives " + score + " for " + result);
                    assertEquals(1, type.with(null).score(answer, answer), 1e-6, () -> type.code() + " of " + result);
                }
            }
            compared++;
        } catch (IncomparableAnswerException e) {
            assertTrue(e.getMessage().length() < 150, e.getMessage());
            refused++;
        } catch (RuntimeException e) {
            throw new AssertionError("for " + result, e);
        }
    }

    /** Replaces, removes, repeats or renames one thing anywhere in the tree. */
    private static void mutate(JsonNode root, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ArrayNode array) {
            int at = random.nextInt(array.size() + 1);
            switch (random.nextInt(3)) {
                case 0 -> array.insert(at, hostile(random));
                case 1 -> array.remove(at);
                default -> array.insert(at, array.path(random.nextInt(array.size() + 1)));
            }
        } else if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
                default -> object.set(name, hostile(random));
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode hostile(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.textNode("");
            case 3 -> NODES.textNode("NaN");
            case 4 -> NODES.textNode("\ud800\u0000 👍");
            case 5 -> NODES.numberNode(Double.NaN);
            case 6 -> NODES.numberNode(Double.NEGATIVE_INFINITY);
            case 7 -> NODES.numberNode(-0.0);
            case 8 -> NODES.numberNode(Long.MAX_VALUE);
            case 9 -> NODES.numberNode(Long.MIN_VALUE);
            case 10 -> NODES.numberNode(1e308);
            case 11 -> NODES.numberNode(-random.nextInt(200));
            case 12 -> NODES.numberNode(random.nextDouble() * 1e9);
            case 13 -> NODES.arrayNode();
            case 14 -> NODES.objectNode();
            default -> NODES.arrayNode().add(NODES.arrayNode().add(random.nextInt(300)));
        };
    }

    /** Every control of the corpus, under the name and of the tag that the corpus gives it. */
    private LabelConfig config() {
        StringBuilder xml = new StringBuilder("<View>");
        List<String> seen = new ArrayList<>();
        for (JsonNode item : corpus) {
            String name = item.path("from_name").asText();
            if (!seen.contains(name)) {
                seen.add(name);
                xml.append("<%s name='%s' toName='%s'%s/>"
                        .formatted(
                                item.path("tag").asText(),
                                name,
                                item.path("to_name").asText(),
                                item.path("tag").asText().matches("Choices|TextArea") && name.startsWith("per")
                                        ? " perRegion='true'"
                                        : name.equals("mood") ? " choice='multiple'" : ""));
            }
        }
        return LabelConfig.parse(xml.append("</View>").toString());
    }

    private static JsonNode resource(String name) {
        try (InputStream in = HostileResultTest.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        } catch (JsonProcessingException e) {
            throw new AssertionError(name, e);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
