package dev.interrater.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Place;
import dev.interrater.metric.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers as short texts, the same for answers that say the same: what chance-corrected coefficients count. */
public final class Category {
    /** Of longer ones a digest is kept. */
    private static final int LONGEST = 200;

    private static final String DIGEST = "sha256:";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Category() {}

    /** The text of an answer, JSON or a digest of that; null where there is no answer. Numbers are numbers. */
    public static String of(Answer answer) {
        if (!(answer instanceof Answer.Values values) || values.isEmpty()) {
            return null;
        }
        String text = text(values.byPlace());
        return isShort(text) ? text : digest(text);
    }

    /**
     * The single values that an answer consists of, as people write them: chosen items, each with those above it ({@code A / B}), a
     * number, a side. None where there is no answer, or null.
     */
    public static List<String> values(Answer answer) {
        return answer instanceof Answer.Values values && !values.isEmpty()
                ? distinct(text(values.byPlace()))
                : List.of();
    }

    /** The same of an answer's text; empty where that is null, or only a digest. */
    public static List<String> values(String category) {
        return category == null || isDigest(category) ? List.of() : distinct(category);
    }

    /** An answer's text as people write it, its values in their order; a digest as it is. */
    public static String display(String category) {
        return isDigest(category) ? category : String.join(", ", values(category));
    }

    /** Whether only a digest is kept of an answer, from which its values cannot be told. */
    public static boolean isDigest(String category) {
        return category != null && category.startsWith(DIGEST);
    }

    private static boolean isShort(String text) {
        return text.length() <= LONGEST;
    }

    private static List<String> distinct(String text) {
        Set<String> values = new LinkedHashSet<>();
        collect(read(text), values);
        return List.copyOf(values);
    }

    private static void collect(JsonNode answer, Set<String> values) {
        if (answer.isObject()) {
            answer.forEach(atPlace -> collect(read(atPlace.textValue()), values));
        } else if (answer.isArray()) {
            answer.forEach(item -> values.add(item.isArray() ? path(item) : item.asText()));
        } else if (answer.isTextual()) {
            values.add(literal(answer.textValue()));
        } else {
            values.add(new BigDecimal(answer.asText()).stripTrailingZeros().toPlainString());
        }
    }

    private static String path(JsonNode items) {
        List<String> path = new ArrayList<>();
        items.forEach(item -> path.add(item.asText()));
        return String.join(" / ", path);
    }

    /** A literal is JSON itself: of a text in it, the text. */
    private static String literal(String json) {
        JsonNode literal = read(json);
        return literal.isTextual() ? literal.textValue() : json;
    }

    private static String text(Map<Place, Value> byPlace) {
        Value whole = byPlace.get(Place.WHOLE_TASK);
        if (whole != null && byPlace.size() == 1) {
            return text(whole);
        }
        Map<String, String> sorted = new TreeMap<>();
        byPlace.forEach((place, value) -> sorted.put(place.item() + " " + place.repetition(), text(value)));
        return json(sorted);
    }

    private static String text(Value value) {
        if (value instanceof Value.Choices choices) {
            return json(choices.items().stream()
                    .map(path -> path.size() == 1 ? path.get(0) : path)
                    .toList());
        } else if (value instanceof Value.Paths paths) {
            TreeSet<String> sorted = new TreeSet<>();
            paths.paths().forEach(path -> sorted.add(json(path)));
            return sorted.toString();
        } else if (value instanceof Value.Quantity quantity) {
            return String.valueOf(quantity.amount());
        } else if (value instanceof Value.Text text) {
            return json(text.lines());
        } else if (value instanceof Value.Messages dialogue) {
            return json(dialogue.messages());
        }
        return json(((Value.Literal) value).text());
    }

    /** Not {@link Results#parse}, which takes a string for a list in a string: here it is an answer. */
    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** JSON has no control characters, which PostgreSQL would refuse. */
    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return DIGEST + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
