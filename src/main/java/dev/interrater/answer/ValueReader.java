package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
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
            case "number", "rating" -> quantity(item, type);
            case "pairwise" -> new Value.Literal(CanonicalJson.of(item.required("selected")));
            case "datetime", "ranker" -> new Value.Literal(CanonicalJson.of(item.required(type)));
            default -> new Value.Literal(CanonicalJson.of(item.json().path("value")));
        };
    }

    /** Several items of one control at one place are one answer: lists are joined, of single values the last one counts. */
    static Value joined(Value first, Value second) {
        if (first instanceof Value.Choices one && second instanceof Value.Choices two) {
            return new Value.Choices(concat(one.items(), two.items()));
        }
        if (first instanceof Value.Text one && second instanceof Value.Text two) {
            return new Value.Text(concat(one.lines(), two.lines()));
        }
        if (first instanceof Value.Paths one && second instanceof Value.Paths two) {
            Set<List<String>> paths = new LinkedHashSet<>(one.paths());
            paths.addAll(two.paths());
            return new Value.Paths(paths);
        }
        return second;
    }

    /** A nested choice comes as the path to it, which stands for the choice as a whole. */
    private static Value choices(ResultItem item) {
        JsonNode choices = item.required("choices");
        if (choices.isArray() && choices.path(0).isArray()) {
            List<String> paths = new ArrayList<>(choices.size());
            choices.forEach(path -> paths.add(String.join(" / ", item.texts(path, "choices"))));
            return new Value.Choices(paths);
        }
        List<String> items = item.texts(choices, "choices");
        return items.isEmpty() ? null : new Value.Choices(items);
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

    private static Value quantity(ResultItem item, String field) {
        JsonNode number = item.required(field);
        if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
            throw item.malformed(field + " is no finite number");
        }
        return new Value.Quantity(number.doubleValue());
    }

    private static List<String> concat(List<String> one, List<String> two) {
        List<String> both = new ArrayList<>(one);
        both.addAll(two);
        return both;
    }
}
