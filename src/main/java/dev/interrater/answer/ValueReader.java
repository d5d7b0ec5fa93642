package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interrater.labelconfig.ValuePath;
import dev.interrater.metric.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what an item answers, as the kind of value that its control gives. */
final class ValueReader {

    private ValueReader() {}

    /** Null where an item is there, but answers nothing: no choice is chosen, no line is written. */
    static Value read(ResultItem item) {
        String type = item.control().type().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "choices" -> choices(item);
            case "textarea" -> text(item.texts(item.required("text"), "text"));
            case "taxonomy" -> paths(item);
            case "number", "rating" -> quantity(item, item.required(type), type);
            case "chat" -> message(item);
            case "pairwise" -> new Value.Literal(CanonicalJson.of(item.required("selected")));
            case "datetime", "ranker" -> new Value.Literal(CanonicalJson.of(item.required(type)));
            default -> new Value.Literal(CanonicalJson.of(item.json().path("value")));
        };
    }

    /** What lies at a path inside an item; null where nothing does. */
    static Value readAt(ValuePath path, ResultItem item) {
        JsonNode found = path.in(item.json());
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        return path.numeric() ? quantity(item, found, path.text()) : new Value.Literal(CanonicalJson.of(found));
    }

    /** Several items of one control at one place are one answer: lists are joined, of single values the last one counts. */
    static Value joined(Value first, Value second) {
        if (first instanceof Value.Choices one && second instanceof Value.Choices two) {
            return new Value.Choices(concat(one.items(), two.items()));
        }
        if (first instanceof Value.Text one && second instanceof Value.Text two) {
            return new Value.Text(concat(one.lines(), two.lines()));
        }
        if (first instanceof Value.Messages one && second instanceof Value.Messages two) {
            return new Value.Messages(concat(one.messages(), two.messages()));
        }
        if (first instanceof Value.Paths one && second instanceof Value.Paths two) {
            Set<List<String>> paths = new LinkedHashSet<>(one.paths());
            paths.addAll(two.paths());
            return new Value.Paths(paths);
        }
        return second;
    }

    /** A nested choice comes as the path to it. */
    private static Value choices(ResultItem item) {
        JsonNode choices = item.required("choices");
        if (choices.isTextual()) {
            return new Value.Choices(List.of(List.of(choices.textValue())));
        }
        if (!choices.isArray()) {
            throw item.malformed("choices is no list");
        }
        List<List<String>> paths = new ArrayList<>(choices.size());
        for (JsonNode choice : choices) {
            if (choice.isNull() || choice.isObject()) {
                throw item.malformed("choices is no list of texts");
            }
            paths.add(choice.isArray() ? item.texts(choice, "choices") : List.of(choice.asText()));
        }
        paths.removeIf(List::isEmpty);
        return paths.isEmpty() ? null : new Value.Choices(paths);
    }

    /** What was said, not when. */
    private static Value message(ResultItem item) {
        JsonNode message = item.required("chatmessage");
        if (!message.isObject()) {
            throw item.malformed("chatmessage is no message");
        }
        JsonNode said = ((ObjectNode) message).deepCopy().retain("role", "content");
        return new Value.Messages(List.of(CanonicalJson.of(said)));
    }

    private static Value text(List<String> lines) {
        return lines.isEmpty() ? null : new Value.Text(lines);
    }

    private static Value paths(ResultItem item) {
        JsonNode list = item.required("taxonomy");
        if (!list.isArray()) {
            throw item.malformed("taxonomy is no list");
        }
        Set<List<String>> paths = new LinkedHashSet<>();
        for (JsonNode path : list) {
            paths.add(item.texts(path, "taxonomy"));
        }
        paths.remove(List.<String>of());
        return paths.isEmpty() ? null : new Value.Paths(paths);
    }

    private static Value quantity(ResultItem item, JsonNode number, String field) {
        return new Value.Quantity(
                Positions.number(number).orElseThrow(() -> item.malformed(field + " is no finite number")));
    }

    private static <T> List<T> concat(List<T> one, List<T> two) {
        List<T> both = new ArrayList<>(one);
        both.addAll(two);
        return both;
    }
}
