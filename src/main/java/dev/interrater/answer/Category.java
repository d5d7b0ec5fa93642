package dev.interrater.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Place;
import dev.interrater.metric.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers as short texts, the same for answers that say the same: what chance-corrected coefficients count. */
public final class Category {
    /** Of longer ones a digest is kept. */
    private static final int LONGEST = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Category() {}

    /** The text of an answer, JSON or a digest of that; null where there is no answer. Numbers are numbers. */
    public static String of(Answer answer) {
        if (!(answer instanceof Answer.Values values) || values.isEmpty()) {
            return null;
        }
        String text = text(values.byPlace());
        return text.length() <= LONGEST ? text : digest(text);
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
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
