package dev.interrater.analytics;

import dev.interrater.web.Fields;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Participants that a query names, separated by commas, each once: users by their IDs, and model versions.
 *
 * @param users IDs
 * @param models versions
 */
record ParticipantIds(Set<Long> users, Set<String> models) {
    /** What is before the version of a model. */
    static final String MODEL = "model:";

    /** How many may be named. */
    static final int MOST = 1_000;

    /** More than that many IDs of 19 digits are no shorter. */
    private static final int LONGEST = 30_000;

    /** Only users; null when the parameter is missing, or not valid, which {@link Fields#verify} tells. */
    static Set<Long> users(Fields query, String name) {
        ParticipantIds ids = of(query, name);
        if (ids != null && !ids.models.isEmpty()) {
            return query.refuse(name, "Only IDs of users are allowed.");
        }
        return ids == null ? null : ids.users;
    }

    /** Only users, who must be named. */
    static Set<Long> requiredUsers(Fields query, String name) {
        return query.has(name) ? users(query, name) : query.require(name);
    }

    /** Users and model versions; null when the parameter is missing, or not valid, which {@link Fields#verify} tells. */
    static ParticipantIds of(Fields query, String name) {
        String text = query.text(name, LONGEST);
        if (text == null) {
            return null;
        }
        ParticipantIds ids = new ParticipantIds(new LinkedHashSet<>(), new LinkedHashSet<>());
        for (String id : text.split(",", -1)) {
            if (!ids.add(id.strip())) {
                return query.refuse(name, "\"" + id.strip() + "\" is no ID of a participant.");
            }
        }
        return ids.users.size() + ids.models.size() > MOST
                ? query.refuse(name, "Ensure that there are no more than " + MOST + " IDs.")
                : ids;
    }

    private boolean add(String id) {
        if (id.startsWith(MODEL) && id.length() > MODEL.length()) {
            models.add(id.substring(MODEL.length()));
            return true;
        }
        if (!id.matches("[0-9]{1,18}")) {
            return false;
        }
        users.add(Long.valueOf(id));
        return true;
    }
}
