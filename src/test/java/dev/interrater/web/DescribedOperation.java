package dev.interrater.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An operation as the served OpenAPI document describes it.
 *
 * @param path with the names of its parameters in braces
 * @param query its parameters by name, with their schemas
 * @param body the fields of its body, with theirs; null where it has none
 * @param answers media types of its success
 */
record DescribedOperation(
        String id,
        String method,
        String path,
        Map<String, JsonNode> query,
        Map<String, JsonNode> body,
        List<String> answers) {

    /** All of them. */
    static List<DescribedOperation> of(JsonNode document) {
        List<DescribedOperation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                operations.add(of(document, operation.getKey(), path.getKey(), operation.getValue()))));
        return operations;
    }

    private static DescribedOperation of(JsonNode document, String method, String path, JsonNode operation) {
        Map<String, JsonNode> query = new TreeMap<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                query.put(parameter.path("name").asText(), resolved(document, parameter.path("schema")));
            }
        });
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        return new DescribedOperation(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                query,
                body.isMissingNode() ? null : fields(document, body),
                Stream.of("200", "201")
                        .flatMap(status -> names(operation.at("/responses/" + status + "/content")).stream())
                        .toList());
    }

    private static Map<String, JsonNode> fields(JsonNode document, JsonNode schema) {
        Map<String, JsonNode> fields = new TreeMap<>();
        JsonNode whole = resolved(document, schema);
        Stream.concat(Stream.of(whole), stream(whole.path("allOf")).map(part -> resolved(document, part)))
                .forEach(part -> part.path("properties")
                        .properties()
                        .forEach(field -> fields.put(field.getKey(), resolved(document, field.getValue()))));
        return fields;
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode()
                ? schema
                : document.at(reference.asText().substring(1));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items.stream();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
