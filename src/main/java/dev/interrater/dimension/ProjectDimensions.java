package dev.interrater.dimension;

import dev.interrater.answer.Results;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.LabelConfig;
import dev.interrater.labelconfig.ValuePath;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
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
    /**
     * $1 the project, $2 the dimensions of its config. A row that the config does not change is not written. A metric that
     * nobody has chosen follows the config. So does one whose control has become another tag, which has other metrics.
     *
     * <p>A dimension is found by the name that the config has for it. Its own name is the same, unless that is taken when the
     * dimension is made, by one that people have defined or renamed: then it is the next one with a number that is free.
     *
     * <p>It locks the rows that it does not change, too, in the same order whatever the config says, so that no two wait for each other.
     */
    private static final String REFRESH = """
            WITH config AS (
                SELECT *
                  FROM jsonb_to_recordset($2) AS config (
                       name text, control_tag text, metric text, is_categorical boolean, values_enum jsonb,
                       weight double precision, "order" integer)
            ), taken AS MATERIALIZED (
                SELECT name FROM agreement.dimension WHERE project_id = $1 ORDER BY id FOR NO KEY UPDATE
            )
            INSERT INTO agreement.dimension AS kept
                   (project_id, config_name, name, control_tag, metric_type, default_metric, is_categorical, values_enum,
                    weight, "order")
            SELECT $1, config.name, free.name, control_tag, metric, metric, is_categorical, values_enum, weight, "order"
              FROM config
             CROSS JOIN LATERAL (
                   SELECT numbered.name
                     FROM generate_series(1, (SELECT count(*) FROM taken) + (SELECT count(*) FROM config) + 1) AS number
                    CROSS JOIN LATERAL (
                          SELECT CASE number WHEN 1 THEN config.name
                                             ELSE left(config.name, 254 - length(number::text)) || ' ' || number END
                          ) AS numbered (name)
                    WHERE numbered.name NOT IN (SELECT name FROM taken)
                      AND (number = 1 OR numbered.name NOT IN (SELECT name FROM config))
                    ORDER BY number LIMIT 1) AS free
                ON CONFLICT (project_id, coalesce(config_name, name)) WHERE NOT is_user_defined DO UPDATE SET
                   config_name = excluded.config_name,
                   control_tag = excluded.control_tag,
                   metric_type = CASE WHEN (kept.metric_is_chosen OR kept.metric_type IS DISTINCT FROM kept.default_metric)
                                       AND kept.control_tag IS NOT DISTINCT FROM excluded.control_tag
                                      THEN kept.metric_type ELSE excluded.metric_type END,
                   metric_is_chosen = (kept.metric_is_chosen OR kept.metric_type IS DISTINCT FROM kept.default_metric)
                                      AND kept.control_tag IS NOT DISTINCT FROM excluded.control_tag,
                   default_metric = excluded.default_metric,
                   is_categorical = excluded.is_categorical,
                   values_enum = excluded.values_enum,
                   weight = excluded.weight,
                   updated_at = now()
             WHERE (kept.config_name, kept.control_tag, kept.default_metric, kept.is_categorical, kept.values_enum, kept.weight)
                   IS DISTINCT FROM (excluded.config_name, excluded.control_tag, excluded.default_metric,
                                     excluded.is_categorical, excluded.values_enum, excluded.weight)
            """;

    /** Whether {@link #REFRESH} would write anything. */
    private static final String DIFFERS = """
            SELECT EXISTS (
                SELECT name, control_tag, metric, is_categorical, values_enum, weight
                  FROM jsonb_to_recordset($2) AS config (
                       name text, control_tag text, metric text, is_categorical boolean, values_enum jsonb,
                       weight double precision)
                EXCEPT
                SELECT config_name, control_tag, default_metric, is_categorical, values_enum, weight
                  FROM agreement.dimension
                 WHERE project_id = $1 AND NOT is_user_defined)
            """;

    /** $2 the names that the config has. What people define stays where its control is gone, and is not compared. */
    private static final String ACTIVE = """
            SELECT dimension.*
              FROM (SELECT id, project_id, is_active, metric_type, metric_params,
                           coalesce(config_name, extraction_method_params ->> 'control_tag',
                                    extraction_method_params ->> 'from_name') AS control,
                           extraction_method_params ->> 'path' AS path
                      FROM agreement.dimension) AS dimension
             WHERE project_id = $1 AND is_active AND control = ANY ($2)
             ORDER BY id
            """;

    /** $1 the project, $2 the dimensions of its config: those that are not compared. */
    private static final String OTHERS = """
            SELECT id
              FROM agreement.dimension
             WHERE project_id = $1
               AND (NOT is_active OR NOT is_user_defined AND coalesce(config_name, name) <> ALL ($2))
            """;

    private static final String REMOVE_OTHERS = """
            DELETE FROM agreement.dimension
             WHERE project_id = $1 AND NOT is_user_defined AND coalesce(config_name, name) <> ALL ($2)
            """;

    /**
     * The dimensions of a label config.
     *
     * @param controlWeights JSON; null when there are none
     * @throws dev.interrater.labelconfig.InvalidLabelConfigException if the config cannot be read
     */
    public static List<ConfigDimension> of(String labelConfig, String controlWeights) {
        return ConfigDimension.of(
                LabelConfig.parse(labelConfig), controlWeights == null ? null : Results.parse(controlWeights));
    }

    /**
     * Brings what is kept in line with the label config. Mostly nothing differs; then nothing is written, and nobody is waited for. Like
     * all here in the transaction of the caller.
     */
    public Uni<Void> refresh(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        return differs(transaction, projectId, config)
                .chain(differs -> differs
                        ? transaction
                                .preparedQuery(REFRESH)
                                .execute(Tuple.of(projectId, json(config)))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /** The same for whoever only reads, and has a transaction only where something differs. */
    public Uni<Void> follow(Pool pool, long projectId, List<ConfigDimension> config) {
        return differs(pool, projectId, config)
                .chain(differs -> differs
                        ? pool.withTransaction(transaction -> refresh(transaction, projectId, config))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> differs(SqlClient client, long projectId, List<ConfigDimension> config) {
        return client.preparedQuery(DIFFERS)
                .execute(Tuple.of(projectId, json(config)))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The dimensions that are compared, as they are kept: those of the label config, and those that people have defined. */
    public Uni<List<ActiveDimension>> active(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        Map<String, ConfigDimension> byName =
                config.stream().collect(Collectors.toMap(ConfigDimension::name, Function.identity()));
        return transaction
                .preparedQuery(ACTIVE)
                .execute(Tuple.of(projectId, names(config)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> active(row, byName.get(row.getString("control"))))
                        .toList());
    }

    private static ActiveDimension active(Row row, ConfigDimension config) {
        String metric = row.getString("metric_type");
        String path = row.getString("path");
        return new ActiveDimension(
                row.getLong("id"),
                path == null ? config : config.at(ValuePath.of(path, metric)),
                metric,
                row.getJsonObject("metric_params").getMap());
    }

    /** IDs of the dimensions that are not compared. */
    public Uni<Long[]> others(SqlConnection transaction, long projectId, List<ConfigDimension> config) {
        return transaction
                .preparedQuery(OTHERS)
                .execute(Tuple.of(projectId, names(config)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong("id"))
                        .toArray(Long[]::new));
    }

    /** Deletes the dimensions that are no longer in the label config. They have no matrices any more, or it fails. */
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
