package dev.interrater.metric;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A parameter that a metric understands.
 *
 * @param name its key in {@code metric_params}
 * @param schema what values it takes, in the words of JSON Schema; {@code default} and {@code description} are always there
 */
public record Parameter(String name, Map<String, Object> schema) {

    /** Keeps a sorted copy, so that the schema reads the same every time. */
    public Parameter {
        schema = Collections.unmodifiableMap(new TreeMap<>(schema));
    }

    /** A share: a number from 0 to 1, both included. */
    static Parameter share(String name, String description, double defaultValue) {
        return new Parameter(
                name,
                Map.of(
                        "type",
                        "number",
                        "description",
                        description,
                        "default",
                        defaultValue,
                        "minimum",
                        0.0,
                        "maximum",
                        1.0));
    }

    /** A number that is not negative. */
    static Parameter distance(String name, String description, double defaultValue) {
        return new Parameter(
                name, Map.of("type", "number", "description", description, "default", defaultValue, "minimum", 0.0));
    }

    /** One of some words; the first is the default. */
    static Parameter word(String name, String description, List<String> words) {
        return new Parameter(
                name, Map.of("type", "string", "description", description, "default", words.get(0), "enum", words));
    }

    /** The value given, or the default for null; throws {@link IllegalArgumentException} for one that does not fit. */
    public Object valueOf(Object given) {
        if (given == null) {
            return schema.get("default");
        }
        if (schema.get("enum") instanceof List<?> words) {
            if (!words.contains(given)) {
                throw new IllegalArgumentException(name + " must be one of " + words + ".");
            }
            return given;
        }
        double minimum = (double) schema.get("minimum");
        double maximum = (double) schema.getOrDefault("maximum", Double.MAX_VALUE);
        if (!(given instanceof Number number)
                || !(number.doubleValue() >= minimum && number.doubleValue() <= maximum)) {
            throw new IllegalArgumentException(name + " must be a number of at least " + minimum
                    + (schema.containsKey("maximum") ? " and at most " + maximum : "") + ".");
        }
        return number.doubleValue();
    }
}
