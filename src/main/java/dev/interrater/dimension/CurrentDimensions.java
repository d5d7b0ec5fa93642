package dev.interrater.dimension;

import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/** Brings the dimensions of a project in line with its label config when somebody asks for them, not only in a backfill. */
@Singleton
class CurrentDimensions {
    /** The project $1 of organization $2, with what holds for it. */
    private static final String PROJECT = """
            SELECT label_config, control_weights::text, methodology
              FROM agreement.configured_project($1)
             WHERE organization_id = $2
            """;

    /** $1 the project, $2 the dimension, $3 what its scores depend on now: how many depend on something else. */
    private static final String OUT_OF_DATE = """
            SELECT coalesce(sum(compared.tasks), 0)::bigint
              FROM agreement.comparison_rules AS rules
              JOIN agreement.compared_tasks AS compared
                   ON compared.project_id = rules.project_id AND compared.fingerprint = rules.fingerprint
             WHERE rules.project_id = $1 AND rules.dimension_id = $2 AND rules.rules IS DISTINCT FROM $3
            """;

    private final Pool pool;
    private final Vertx vertx;
    private final ProjectDimensions dimensions;

    CurrentDimensions(Pool pool, Vertx vertx, ProjectDimensions dimensions) {
        this.pool = pool;
        this.vertx = vertx;
        this.dimensions = dimensions;
    }

    /**
     * What may be set on a project's dimensions, which follow its label config from then on. Fails with an {@link ApiError} 404
     * when the organization has no such project. A config that cannot be read has no dimensions.
     *
     * @param methodology null: the project's own
     */
    Uni<DimensionRules> of(long organizationId, long projectId, Methodology methodology) {
        return pool.preparedQuery(PROJECT)
                .execute(Tuple.of(projectId, organizationId))
                .chain(rows -> {
                    if (rows.rowCount() == 0) {
                        throw ApiError.notFound("No Project matches the given query.");
                    }
                    Row row = rows.iterator().next();
                    boolean consensus = methodology == null
                            ? Methodology.CONSENSUS.toString().equals(row.getString("methodology"))
                            : methodology == Methodology.CONSENSUS;
                    // A label config may have megabytes, and reading it is no work for an event loop.
                    return vertx.executeBlocking(() -> config(row))
                            .call(config -> dimensions.follow(pool, projectId, config))
                            .map(config -> new DimensionRules(config, consensus));
                });
    }

    private static List<ConfigDimension> config(Row row) {
        try {
            return ProjectDimensions.of(row.getString("label_config"), row.getString("control_weights"));
        } catch (InvalidLabelConfigException e) {
            return List.of();
        }
    }

    /** How many tasks have a score in a dimension that was computed by something else than what would compute it now. */
    Uni<Long> outOfDate(Dimension dimension, DimensionRules rules) {
        return pool.preparedQuery(OUT_OF_DATE)
                .execute(Tuple.of(dimension.projectId, dimension.id, rules.fingerprint(dimension)))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
