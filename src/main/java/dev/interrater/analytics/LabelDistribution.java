package dev.interrater.analytics;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How often labels and choices are given in a project, from the counts that are kept. */
@Singleton
class LabelDistribution {
    /** Between the name of a control and a choice. */
    static final String SEPARATOR = "___SEP___";

    private static final int MOST_CHOICES = 1_000;

    /**
     * A row for each value of each active dimension, and one for a dimension without. A control that people have defined further
     * dimensions for counts once. $3 how many values of one, the most frequent first.
     */
    static final String VALUES = """
            SELECT d.*, observed.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT DISTINCT ON (named.from_name) named.*
                     FROM (SELECT id, coalesce(config_name, extraction_method_params ->> 'control_tag',
                                               extraction_method_params ->> 'from_name', name) AS from_name,
                                  control_tag, is_categorical, values_enum::text, "order", is_user_defined
                             FROM agreement.dimension
                            WHERE project_id = p.id AND is_active) AS named
                    ORDER BY named.from_name, named.is_user_defined, named.id) AS d ON true
              LEFT JOIN LATERAL (
                   SELECT value,
                          coalesce(sum(answers) FILTER (WHERE NOT predicted), 0)::bigint AS annotations,
                          coalesce(sum(answers) FILTER (WHERE predicted), 0)::bigint AS predictions,
                          coalesce(sum(sum(answers) FILTER (WHERE NOT predicted)) OVER (), 0)::bigint AS all_annotations,
                          coalesce(sum(sum(answers) FILTER (WHERE predicted)) OVER (), 0)::bigint AS all_predictions
                     FROM agreement.value_count
                    WHERE project_id = p.id AND dimension_id = d.id AND answers > 0
                    GROUP BY value
                    ORDER BY sum(answers) DESC, value LIMIT $3) AS observed ON true
             WHERE p.organization_id = $2
             ORDER BY d."order", d.id
            """;

    private final CallersProjects projects;

    LabelDistribution(CallersProjects projects) {
        this.projects = projects;
    }

    /** The dimensions of a project in their order, by the name of the control. Fails with 404 when there is no such project. */
    Uni<Map<String, Dimension>> of(long projectId) {
        return projects.rows(VALUES, projectId, MOST_CHOICES).map(rows -> {
            Map<String, Dimension> dimensions = new LinkedHashMap<>();
            rows.stream()
                    .filter(row -> row.getLong("id") != null)
                    .forEach(row -> dimensions
                            .computeIfAbsent(row.getString("from_name"), name -> Dimension.of(row))
                            .add(row));
            return dimensions;
        });
    }

    /** How often a choice is given. */
    record Count(long annotations, long predictions) {
        static final Count NONE = new Count(0, 0);
    }

    /**
     * A dimension with its choices.
     *
     * @param type of its result items; null where they have none of their own
     * @param total of all its choices
     * @param choices ascending, those of the label config that nobody has given included
     * @param countable false where answers are neither choices nor labels nor numbers
     */
    record Dimension(long id, String name, String type, Count total, Map<String, Count> choices, boolean countable) {
        private static Dimension of(Row row) {
            Map<String, Count> choices = new TreeMap<>();
            String config = row.getString("values_enum");
            if (config != null) {
                new JsonArray(config).forEach(choice -> choices.put(String.valueOf(choice), Count.NONE));
            }
            String tag = row.getString("control_tag");
            boolean observed = row.getString("value") != null;
            return new Dimension(
                    row.getLong("id"),
                    row.getString("from_name"),
                    tag == null ? null : tag.toLowerCase(Locale.ROOT).replaceFirst(" per .*", ""),
                    observed ? new Count(row.getLong("all_annotations"), row.getLong("all_predictions")) : Count.NONE,
                    choices,
                    observed || config != null || row.getBoolean("is_categorical"));
        }

        private void add(Row row) {
            if (row.getString("value") != null) {
                choices.put(row.getString("value"), new Count(row.getLong("annotations"), row.getLong("predictions")));
            }
        }

        /** What its choices are called among those of the whole project. */
        List<String> keys() {
            List<String> keys = new ArrayList<>();
            choices.keySet().forEach(choice -> keys.add(name + SEPARATOR + choice));
            return keys;
        }
    }
}
