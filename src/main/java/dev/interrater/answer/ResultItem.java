package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.labelconfig.ControlTag;
import dev.interrater.metric.IncomparableAnswerException;
import dev.interrater.metric.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An item of a result that belongs to a control of the config.
 *
 * @param id what items of one region share, or null
 * @param control the control that gave it
 * @param place where in the task it was given
 * @param json the item as Label Studio stores it
 */
record ResultItem(String id, ControlTag control, Place place, JsonNode json) {

    private static final int LAST_ITEM = 1_000_000;

    static ResultItem of(JsonNode json, ControlTag control) {
        JsonNode value = json.path("value");
        int item = index(json.has("item_index") ? json.path("item_index") : value.path("pageIndex"));
        String repetition =
                control.repeated() == null ? "" : json.path("from_name").asText();
        String id = json.path("id").isValueNode() && !json.path("id").isNull()
                ? json.path("id").asText()
                : null;
        return new ResultItem(id, control, new Place(item, index(value.path("channel")), repetition), json);
    }

    /** Its value as an object of named fields. */
    JsonNode value() {
        JsonNode value = json.path("value");
        if (!value.isObject()) {
            throw malformed("value is missing");
        }
        return value;
    }

    /** The field of its value that must be there. */
    JsonNode required(String field) {
        JsonNode found = value().path(field);
        if (found.isMissingNode() || found.isNull()) {
            throw malformed(field + " is missing");
        }
        return found;
    }

    /** What this item is called in a reason. */
    IncomparableAnswerException malformed(String reason) {
        return new IncomparableAnswerException(IncomparableAnswerException.quote(control.name()) + ": " + reason);
    }

    /** The labels it carries itself: the list named after its type, or "labels". */
    List<String> labels() {
        JsonNode value = value();
        for (String key : List.of(json.path("type").asText(), control.type().toLowerCase(Locale.ROOT), "labels")) {
            // Lists such as "choices" or "text" are answers, not labels of the region.
            if (key.endsWith("labels") && value.hasNonNull(key)) {
                return texts(value.path(key), key);
            }
        }
        return List.of();
    }

    /** A list of texts; a single text is a list of one. */
    List<String> texts(JsonNode list, String field) {
        if (list.isTextual()) {
            return List.of(list.asText());
        }
        if (!list.isArray()) {
            throw malformed(field + " is no list");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (JsonNode text : list) {
            if (!text.isValueNode() || text.isNull()) {
                throw malformed(field + " is no list of texts");
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private static int index(JsonNode json) {
        return json.isNumber() ? (int) Math.max(0, Math.min(LAST_ITEM, json.asDouble())) : 0;
    }
}
