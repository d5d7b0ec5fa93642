package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The kept OpenAPI document beside what Label Studio's public one says of the same operations: names and types of parameters, fields and
 * statuses. {@code docs/clients.md} has a row with the reason for every difference, and for no other.
 */
class PublicDescriptionTest {
    private static final Path THEIRS = Path.of("src/test/resources/label-studio/operations.json");
    private static final Pattern ROW =
            Pattern.compile("^\\| ([^|]+?) \\| ([^|]*?) \\| ([^|]*?) \\| ([^|]+?) \\|$", Pattern.MULTILINE);

    private JsonNode theirs;
    private JsonNode ours;
    private String documented;

    @BeforeEach
    void read() throws IOException {
        theirs = new ObjectMapper().readTree(Files.readString(THEIRS));
        ours = new YAMLMapper().readTree(Files.readString(Path.of("docs/openapi.yaml")));
        String guide = Files.readString(Path.of("docs/clients.md"));
        documented = guide.substring(guide.indexOf("\n## What differs from Label Studio's own description"));
    }

    @Test
    void every_difference_is_listed_with_its_reason() {
        Set<String> differences = new TreeSet<>();
        theirs.properties().forEach(operation -> {
            JsonNode own = operation(operation.getKey());
            if (own.isMissingNode()) {
                differences.add("operation `" + operation.getKey() + "` | yes | no");
            } else {
                compare(operation.getValue(), own, differences);
            }
        });

        Set<String> listed = ROW.matcher(documented)
                .results()
                .filter(row -> !row.group(1).equals("what"))
                .map(row -> row.group(1) + " | " + row.group(2) + " | " + row.group(3))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", differences), String.join("\n", listed));
    }

    private JsonNode operation(String methodAndPath) {
        String[] parts = methodAndPath.split(" ");
        return ours.path("paths").path(parts[1]).path(parts[0].toLowerCase());
    }

    private void compare(JsonNode their, JsonNode own, Set<String> differences) {
        Map<String, String> parameters = new TreeMap<>();
        own.path("parameters")
                .forEach(parameter -> parameters.put(
                        parameter.path("name").asText(),
                        parameter.path("in").asText() + " " + type(parameter.path("schema"))
                                + (parameter.path("required").asBoolean() ? " required" : "")));
        compare("parameter", strings(their.path("parameters")), parameters, differences);
        compare(
                "body",
                strings(their.path("body")),
                fields(own.at("/requestBody/content/application~1json/schema")),
                differences);

        Map<String, String> answer = new TreeMap<>();
        Set<String> statuses = new TreeSet<>();
        own.path("responses").properties().forEach(response -> {
            statuses.add(response.getKey());
            JsonNode schema = response.getValue().at("/content/application~1json/schema");
            if (response.getKey().startsWith("2") && !schema.isMissingNode()) {
                answer.put("", type(schema));
                answer.putAll(fields(schema));
            }
        });
        compare("answer", strings(their.path("answer")), answer, differences);
        their.path("statuses").forEach(status -> statuses.remove(status.asText()));
        statuses.forEach(status -> differences.add("status " + status + " |  | described"));
    }

    private static void compare(String part, Map<String, String> theirs, Map<String, String> ours, Set<String> to) {
        Set<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        for (String name : names) {
            String their = theirs.getOrDefault(name, "");
            String own = ours.getOrDefault(name, "");
            if (!their.equals(own)) {
                to.add(part + (name.isEmpty() ? "" : " `" + name + "`") + " | " + their + " | " + own);
            }
        }
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }

    /** The type of a schema in a few words; of its fields, only those of an array's items. */
    private String type(JsonNode unresolved) {
        JsonNode schema = resolved(unresolved);
        List<String> types = new ArrayList<>();
        for (String composed : List.of("oneOf", "anyOf")) {
            schema.path(composed).forEach(part -> types.add(type(part)));
        }
        String type = types.isEmpty()
                ? schema.path("type").asText("")
                : types.stream().distinct().sorted().collect(Collectors.joining(" or "));
        if (type.isEmpty() || type.equals("object") && schema.path("allOf").size() == 1) {
            JsonNode first = resolved(schema.path("allOf").path(0));
            type = schema.has("enum") || first.has("enum")
                    ? "string"
                    : first.path("type").asText(schema.has("allOf") ? "object" : "any");
        }
        if (type.equals("array")) {
            type = "array of " + type(schema.path("items"));
        }
        return type + (schema.path("nullable").asBoolean() ? " or null" : "");
    }

    private Map<String, String> fields(JsonNode unresolved) {
        Map<String, String> fields = new TreeMap<>();
        JsonNode schema = resolved(unresolved);
        if (schema.path("type").asText().equals("array")) {
            return fields(schema.path("items"));
        }

        for (String composed : List.of("allOf", "oneOf")) {
            schema.path(composed).forEach(part -> fields.putAll(fields(part)));
        }
        schema.path("properties").properties().forEach(field -> fields.put(field.getKey(), type(field.getValue())));
        return fields;
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode()
                ? schema
                : resolved(ours.at(reference.asText().substring(1)));
    }
}
