package dev.interrater.dimension;

import dev.interrater.labelconfig.ConfigDimension;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The dimensions that are kept for a project. Those of its label config follow it; what people set on them stays. */
@Singleton
public class ProjectDimensions {
    /** Writes only what differs. A metric that nobody has chosen follows the config; so does one of another control tag. */
    private static final String REFRESH = """
            INSERT INTO agreement.dimension AS kept
                   (project_id, name, control_tag, metric_type, default_metric, is_categorical, values_enum, weight, "order")
            SELECT $1, name, control_tag, metric, metric, is_categorical, values_enum, weight, "order"
              FROM jsonb_to_recordset($2) AS config (
                   name text, control_tag text, metric text, is_categorical boolean, values_enum jsonb,
                   weight double precision, "order" integer)
                ON CONFLICT (project_id, name) DO UPDATE SET
                   control_tag = excluded.control_tag,
                   metric_type = CASE WHEN kept.metric_type = kept.default_metric
                                        OR kept.control_tag IS DISTINCT FROM excluded.control_tag
                                      THEN excluded.metric_type ELSE kept.metric_type END,
                   default_metric = excluded.default_metric,
                   is_categorical = excluded.is_categorical,
                   values_enum = excluded.values_enum,
                   weight = excluded.weight,
                   updated_at = now()
             WHERE NOT kept.is_user_defined
               AND (kept.control_tag, kept.default_metric, kept.is_categorical, kept.values_enum, kept.weight)
                   IS DISTINCT FROM (excluded.control_tag, excluded.default_metric, excluded.is_categorical,
                                     excluded.values_enum, excluded.weight)
            """;

    private static final String ACTIVE = """
            SELECT id, name, metric_type, metric_params
              FROM agreement.dimension
             WHERE project_id = $1 AND name = ANY ($2) AND is_active AND NOT is_user_defined
             ORDER BY id
            """;

    /** Matrices of dimensions that are not computed go first, then those dimensions that the config does not have. */
    private static final String REMOVE_OTHERS = """
            WITH emptied AS (
                DELETE FROM agreement.agreement_matrix
                 WHERE dimension_id IN (SELECT id FROM agreement.dimension
                                         WHERE project_id = $1
                                           AND (NOT is_active OR NOT is_user_defined AND name <> ALL ($2)))
            )
            DELETE FROM agreement.dimension WHERE project_id = $1 AND NOT is_user_defined AND name <> ALL ($2)
            """;

    /** Brings what is kept in line with the label config, in the transaction of the caller, and gives the active ones of it. */
    public Uni<List<ActiveDimension>> refresh(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        Map<String, ConfigDimension> byName =
                config.stream().collect(Collectors.toMap(ConfigDimension::name, Function.identity()));
        return transaction
                .preparedQuery(REFRESH)
                .execute(Tuple.of(projectId, json(config)))
                .chain(() -> transaction.preparedQuery(ACTIVE).execute(Tuple.of(projectId, names(config))))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new ActiveDimension(
                                row.getLong("id"),
                                byName.get(row.getString("name")),
                                row.getString("metric_type"),
                                row.getJsonObject("metric_params").getMap()))
                        .toList());
    }

    /** Deletes the dimensions that are no longer in the label config, and all matrices that no dimension needs. */
    public Uni<Void> removeOthers(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        return transaction
                .preparedQuery(REMOVE_OTHERS)
                .execute(Tuple.of(projectId, names(config)))
                .replaceWithVoid();
    }

    private static String[] names(List<ConfigDimension> config) {
        return config.stream().map(ConfigDimension::name).toArray(String[]::new);
    }

    private static JsonArray json(List<ConfigDimension> config) {
        JsonArray all = new JsonArray();
        for (ConfigDimension dimension : config) {
            all.add(new JsonObject()
                    .put("name", dimension.name())
                    .put("control_tag", dimension.controlTag())
                    .put("metric", dimension.allowedMetrics().get(0).code())
                    .put("is_categorical", dimension.isCategorical())
                    .put("values_enum", dimension.valuesEnum())
                    .put("weight", dimension.weight())
                    .put("order", all.size()));
        }
        return all;
    }
}
