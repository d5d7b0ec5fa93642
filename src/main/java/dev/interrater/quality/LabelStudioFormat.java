package dev.interrater.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interrater.answer.Category;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.ControlTag;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Tasks with what is probably right, as Label Studio imports them: values, and regions, texts and numbers as their annotator has saved
 * them. Values about single pages or repetitions, and those of which only a
 * digest is kept, have no place in it.
 */
final class LabelStudioFormat {
    private static final Set<String> TAGS = Set.of("choices", "taxonomy", "pairwise", "datetime");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the consensus is imported as. */
    @Schema(
            name = "ConsensusImportEnum",
            enumeration = {"predictions", "annotations"})
    enum As {
        /** With the lowest probability, or agreement, of its answers as score. */
        PREDICTIONS,
        /** As ground truth. */
        ANNOTATIONS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private LabelStudioFormat() {}

    /** Whether answers in a dimension can be written. Those of medoids are the annotators' own results. */
    static boolean hasPlaceFor(ConfigDimension dimension, boolean byMedoid) {
        ControlTag control = dimension.control();
        return dimension.region() == null
                && (byMedoid
                        || TAGS.contains(tag(control))
                                && !control.perRegion()
                                && control.repeated() == null
                                && !control.toNames().isEmpty());
    }

    private static String tag(ControlTag control) {
        return control.type().toLowerCase(Locale.ROOT);
    }

    /** A task with the answers of its dimensions; null when none of them has a place. */
    static String task(Row row, Map<Long, ConfigDimension> dimensions, As as) {
        Long[] ids = row.getArrayOfLongs("dimensions");
        String[] answers = row.getArrayOfStrings("answers");
        String[] results = row.getArrayOfStrings("results");
        Double[] probabilities = row.getArrayOfDoubles("probabilities");
        ArrayNode result = JSON.createArrayNode();
        double score = 1;
        for (int i = 0; i < ids.length; i++) {
            ConfigDimension dimension = dimensions.get(ids[i]);
            List<JsonNode> items = results[i] == null
                    ? chosen(dimension.control(), ids[i], answers[i])
                    : given(dimension, read(results[i]));
            if (!items.isEmpty()) {
                score = Math.min(score, probabilities[i]);
                result.addAll(items);
            }
        }
        if (result.isEmpty()) {
            return null;
        }
        ObjectNode answer = JSON.createObjectNode();
        if (as == As.PREDICTIONS) {
            answer.put("model_version", "consensus").put("score", score);
        } else {
            answer.put("ground_truth", true).put("was_cancelled", false);
        }
        answer.set("result", result);
        // The data as it is: it may have megabytes, and is JSON already.
        return "{\"data\":" + row.getString("data") + ",\"" + as + "\":[" + answer + "]}";
    }

    private static List<JsonNode> chosen(ControlTag control, long dimension, String answer) {
        JsonNode value = value(control, answer);
        return value == null
                ? List.of()
                : List.of(JSON.createObjectNode()
                        .put("id", "consensus-" + dimension)
                        .put("from_name", control.name())
                        .put("to_name", control.toNames().get(0))
                        .put("type", tag(control))
                        .set("value", value));
    }

    /** What of an annotation is the answer in a dimension: what its control has made, and the labels of that. */
    private static List<JsonNode> given(ConfigDimension dimension, JsonNode annotation) {
        Set<String> drawn = new HashSet<>();
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode item : annotation) {
            if (dimension.control().isNamed(name(item))) {
                drawn.add(item.path("id").asText());
                items.add(item);
            }
        }
        for (JsonNode item : annotation) {
            if (drawn.contains(item.path("id").asText())
                    && dimension.labels().stream().anyMatch(tag -> tag.isNamed(name(item)))) {
                items.add(item);
            }
        }
        return items;
    }

    private static String name(JsonNode item) {
        return item.path("from_name").asText();
    }

    private static JsonNode value(ControlTag control, String answer) {
        if (answer == null || Category.isDigest(answer)) {
            return null;
        }
        JsonNode json = read(answer);
        List<String> texts = Category.values(answer);
        ObjectNode value = JSON.createObjectNode();
        switch (tag(control)) {
            case "choices", "taxonomy" -> {
                return json.isArray() ? value.set(tag(control), json) : null;
            }
            case "pairwise" -> {
                return json.isTextual() ? value.put("selected", texts.get(0)) : null;
            }
            default -> {
                return json.isTextual() ? value.put("datetime", texts.get(0)) : null;
            }
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
