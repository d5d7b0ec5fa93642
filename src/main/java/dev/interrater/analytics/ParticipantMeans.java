package dev.interrater.analytics;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mean agreement of participants with others, from the sums that are kept, so that every task that two have in common weighs the
 * same. What it takes depends on the number of participants, never on that of tasks. A figure is a number or, asked for by label, a
 * map of them by label.
 */
@Singleton
class ParticipantMeans {
    /**
     * Overall agreement. $3 participants, null for all, $4 the sign of their counterparts, null for all. What is summed is a score
     * times 2^40.
     */
    static final String OVERALL = """
            SELECT mean.participant, mean.counterpart, NULL AS label, mean.mean
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT side.participant, sign(side.other)::integer AS counterpart,
                          (sum(pair.sum) / (sum(pair.tasks) * 1099511627776))::float8 AS mean
                     FROM agreement.pair_sum AS pair
                    CROSS JOIN LATERAL (VALUES (pair.first, pair.second), (pair.second, pair.first))
                               AS side (participant, other)
                    WHERE pair.project_id = p.id AND pair.dimension_id = 0 AND pair.label = '' AND pair.tasks > 0
                      AND ($3::bigint[] IS NULL OR side.participant = ANY ($3))
                      AND ($4::integer IS NULL OR sign(side.other) = $4)
                    GROUP BY side.participant, sign(side.other)) AS mean ON true
             WHERE p.organization_id = $2
            """;

    /** The same for each label, over all active dimensions. */
    static final String PER_LABEL = """
            SELECT mean.participant, mean.counterpart, mean.label, mean.mean
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT side.participant, sign(side.other)::integer AS counterpart, pair.label,
                          (sum(pair.sum) / (sum(pair.tasks) * 1099511627776))::float8 AS mean
                     FROM agreement.pair_sum AS pair
                    CROSS JOIN LATERAL (VALUES (pair.first, pair.second), (pair.second, pair.first))
                               AS side (participant, other)
                    WHERE pair.project_id = p.id AND pair.label <> '' AND pair.tasks > 0
                      AND pair.dimension_id = ANY (ARRAY(
                          SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
                      AND ($3::bigint[] IS NULL OR side.participant = ANY ($3))
                      AND ($4::integer IS NULL OR sign(side.other) = $4)
                    GROUP BY side.participant, sign(side.other), pair.label) AS mean ON true
             WHERE p.organization_id = $2
            """;

    /** $3 the versions. */
    private static final String MODELS = """
            SELECT model.version, -model.id AS participant
              FROM agreement.live_project($1) AS p
              LEFT JOIN agreement.model_version AS model ON model.project_id = p.id AND model.version = ANY ($3)
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;

    ParticipantMeans(CallersProjects projects) {
        this.projects = projects;
    }

    /**
     * The figure of each user; who has no agreement has null, or by label an empty map. Numbers below 1 are no users, but other
     * participants. Like all here it fails with 404.
     */
    Uni<Map<Long, Object>> ofUsers(long projectId, Collection<Long> users, Counterpart counterpart, boolean perLabel) {
        List<Long> people = users.stream().filter(user -> user > 0).toList();
        return of(projectId, people, counterpart, perLabel)
                .invoke(figures -> users.stream()
                        .filter(user -> user <= 0)
                        .forEach(nobody -> figures.put(nobody, perLabel ? Map.of() : null)));
    }

    private Uni<Map<Long, Object>> of(
            long projectId, Collection<Long> participants, Counterpart counterpart, boolean perLabel) {
        return rows(projectId, participants, counterpart, perLabel).map(rows -> {
            Map<Long, Object> figures = new HashMap<>();
            participants.forEach(participant -> figures.put(participant, perLabel ? new TreeMap<>() : null));
            for (Row row : rows) {
                figures.compute(row.getLong("participant"), (participant, figure) -> figure(row, figure));
            }
            return figures;
        });
    }

    /** The figure of a version of a model; that of one that is not compared does not exist. */
    Uni<Object> ofModel(long projectId, String version, Counterpart counterpart, boolean perLabel) {
        return models(projectId, List.of(version)).chain(ids -> {
            long participant = ids.getOrDefault(version, Long.MIN_VALUE);
            return of(projectId, List.of(participant), counterpart, perLabel).map(figures -> figures.get(participant));
        });
    }

    /** The overall figures of participants with each kind of counterparts. */
    Uni<Map<Long, Map<Counterpart, Double>>> ofAll(long projectId, Collection<Long> participants) {
        return rows(projectId, participants, null, false).map(rows -> {
            Map<Long, Map<Counterpart, Double>> figures = new HashMap<>();
            rows.forEach(row -> figures.computeIfAbsent(row.getLong("participant"), none -> new HashMap<>())
                    .put(Counterpart.of(row.getInteger("counterpart")), row.getDouble("mean")));
            return figures;
        });
    }

    /** The participants that those versions of models are which are compared. */
    Uni<Map<String, Long>> models(long projectId, Collection<String> versions) {
        // PostgreSQL has no text with a null character, and takes none.
        String[] possible =
                versions.stream().filter(version -> version.indexOf(0) < 0).toArray(String[]::new);
        return projects.rows(MODELS, projectId, (Object) possible).map(rows -> {
            Map<String, Long> participants = new HashMap<>();
            rows.stream()
                    .filter(row -> row.getString("version") != null)
                    .forEach(row -> participants.put(row.getString("version"), row.getLong("participant")));
            return participants;
        });
    }

    private Uni<List<Row>> rows(
            long projectId, Collection<Long> participants, Counterpart counterpart, boolean perLabel) {
        return projects.rows(
                        perLabel ? PER_LABEL : OVERALL,
                        projectId,
                        participants.toArray(Long[]::new),
                        counterpart == null ? null : counterpart.sign())
                .map(rows -> rows.stream()
                        .filter(row -> row.getLong("participant") != null)
                        .toList());
    }

    @SuppressWarnings("unchecked")
    private static Object figure(Row row, Object figure) {
        if (row.getString("label") == null) {
            return row.getDouble("mean");
        }
        ((Map<String, Double>) figure).put(row.getString("label"), row.getDouble("mean"));
        return figure;
    }
}
