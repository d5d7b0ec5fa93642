package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as a text that is the same for equal answers: keys sorted, numbers by value. Identifiers that the editor makes up
 * for every annotator are left out; where one vertex names another, its position stands for it.
 */
final class CanonicalJson {

    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    static String of(JsonNode json) {
        CanonicalJson canonical = new CanonicalJson();
        canonical.write(json, Map.of());
        return canonical.text.toString();
    }

    private void write(JsonNode json, Map<String, Integer> positions) {
        if (json.isObject()) {
            writeObject(json, positions);
        } else if (json.isArray()) {
            writeArray(json);
        } else if (json.isNumber()) {
            text.append(json.doubleValue() + 0.0);
        } else {
            text.append(
                    json.isTextual()
                            ? JsonNodeFactory.instance.textNode(json.asText()).toString()
                            : json.asText());
        }
    }

    private void writeObject(JsonNode json, Map<String, Integer> positions) {
        Map<String, JsonNode> fields = new TreeMap<>();
        json.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.remove("id");
        text.append('{');
        fields.forEach((key, value) -> {
            text.append(JsonNodeFactory.instance.textNode(key)).append(':');
            if (key.equals("prevPointId")) {
                text.append(positions.get(value.asText()));
            } else {
                write(value, Map.of());
            }
            text.append(',');
        });
        text.append('}');
    }

    private void writeArray(JsonNode json) {
        Map<String, Integer> positions = new HashMap<>();
        List<JsonNode> elements = new ArrayList<>(json.size());
        for (JsonNode element : json) {
            if (element.path("id").isValueNode()) {
                positions.put(element.path("id").asText(), elements.size());
            }
            elements.add(element);
        }
        text.append('[');
        for (JsonNode element : elements) {
            write(element, positions);
            text.append(',');
        }
        text.append(']');
    }
}
