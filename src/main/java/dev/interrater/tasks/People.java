package dev.interrater.tasks;

import dev.interrater.agreement.Participant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who participants are, as clients see them. */
@Singleton
class People {
    private static final String PEOPLE = """
            SELECT person.* FROM unnest($1::bigint[]) AS asked (id) CROSS JOIN LATERAL agreement.person(asked.id) AS person
            """;

    private static final String MEMBERS = "SELECT user_id FROM agreement.live_members($1, $2)";

    private final Pool pool;

    People(Pool pool) {
        this.pool = pool;
    }

    /** Those of some users who are members of an organization. */
    Uni<List<Long>> members(long organizationId, List<Long> users) {
        return users.isEmpty()
                ? Uni.createFrom().item(List.of())
                : pool.preparedQuery(MEMBERS)
                        .execute(Tuple.of(organizationId, users.toArray(Long[]::new)))
                        .map(rows -> {
                            List<Long> members = new ArrayList<>();
                            rows.forEach(row -> members.add(row.getLong("user_id")));
                            return members;
                        });
    }

    /** Each participant with ID and names, in their order. Of a user that Label Studio has deleted there is only the ID. */
    Uni<List<Map<String, Object>>> of(List<Participant> participants) {
        Long[] users = participants.stream()
                .filter(Participant::isAnnotator)
                .map(Participant::id)
                .toArray(Long[]::new);
        return pool.preparedQuery(PEOPLE).execute(Tuple.tuple().addValue(users)).map(rows -> {
            Map<Long, Map<String, Object>> people = new HashMap<>();
            rows.forEach(row -> people.put(row.getLong("id"), person(row)));
            return participants.stream()
                    .map(participant -> participant.isAnnotator()
                            ? people.getOrDefault(participant.id(), unknown(participant))
                            : unnamed(participant))
                    .toList();
        });
    }

    private static Map<String, Object> person(Row row) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("id", row.getLong("id"));
        person.put("email", row.getString("email"));
        person.put("username", row.getString("username"));
        person.put("first_name", row.getString("first_name"));
        person.put("last_name", row.getString("last_name"));
        person.put(
                "initials", initials(row.getString("first_name"), row.getString("last_name"), row.getString("email")));
        person.put("avatar", row.getString("avatar"));
        return person;
    }

    private static Map<String, Object> unknown(Participant annotator) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("id", annotator.id());
        for (String name : List.of("email", "username", "first_name", "last_name", "initials", "avatar")) {
            person.put(name, null);
        }
        return person;
    }

    private static Map<String, Object> unnamed(Participant participant) {
        Map<String, Object> unnamed = new LinkedHashMap<>();
        unnamed.put("id", participant.clientId());
        unnamed.put("username", participant.model() == null ? "Ground truth" : participant.model());
        return unnamed;
    }

    /** As Label Studio abbreviates people: the first letters of their names, or the first two of the address. */
    private static String initials(String firstName, String lastName, String email) {
        String initials = first(firstName, 1) + first(lastName, 1);
        return initials.isEmpty() ? first(email, 2) : initials;
    }

    private static String first(String text, int characters) {
        return text == null
                ? ""
                : text.substring(
                        0, text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length()))));
    }
}
