package dev.interrater.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interrater.metric.IncomparableAnswerException;

/** Results of annotations as Label Studio stores them. */
public final class Results {
    /** Coordinates have seventeen digits, and reading them is most of reading a polygon. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build());

    private Results() {}

    /** A list of items; null is an empty one, and very old rows have the list in a string. */
    public static JsonNode parse(String result) {
        if (result == null) {
            return JsonNodeFactory.instance.arrayNode();
        }
        try {
            JsonNode json = JSON.readTree(result);
            return json.isTextual() ? JSON.readTree(json.textValue()) : json;
        } catch (JsonProcessingException e) {
            throw new IncomparableAnswerException("the result is no JSON that can be read");
        }
    }
}
