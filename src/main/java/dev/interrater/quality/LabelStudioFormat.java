package dev.interrater.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interrater.answer.Category;
import dev.interrater.labelconfig.ControlTag;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Tasks with what is probably right, as Label Studio imports them. Answers about single pages or repetitions, and those of which only a
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
        /** With the lowest probability of its answers as score. */
        PREDICTIONS,
        /** As ground truth. */
        ANNOTATIONS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private LabelStudioFormat() {}

    /** Whether answers of a control can be written. */
    static boolean hasPlaceFor(ControlTag control) {
        return TAGS.contains(tag(control))
                && !control.perRegion()
                && control.repeated() == null
                && !control.toNames().isEmpty();
    }

    private static String tag(ControlTag control) {
        return control.type().toLowerCase(Locale.ROOT);
    }

    /** A task with the answers of its dimensions; null when none of them has a place. */
    static String task(Row row, Map<Long, ControlTag> controls, As as) {
        Long[] dimensions = row.getArrayOfLongs("dimensions");
        String[] answers = row.getArrayOfStrings("answers");
        Double[] probabilities = row.getArrayOfDoubles("probabilities");
        ArrayNode result = JSON.createArrayNode();
        double score = 1;
        for (int i = 0; i < dimensions.length; i++) {
            ControlTag control = controls.get(dimensions[i]);
            JsonNode value = value(control, answers[i]);
            if (value != null) {
                score = Math.min(score, probabilities[i]);
                result.addObject()
                        .put("id", "consensus-" + dimensions[i])
                        .put("from_name", control.name())
                        .put("to_name", control.toNames().get(0))
                        .put("type", tag(control))
                        .set("value", value);
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
