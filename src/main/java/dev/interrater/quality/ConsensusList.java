package dev.interrater.quality;

import dev.interrater.agreement.ProjectSettings;
import dev.interrater.agreement.TaskReader;
import dev.interrater.analytics.AtOnce;
import dev.interrater.database.RowStream;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What is probably right in the tasks of a project: a page, or all of them in a stream. */
@Singleton
class ConsensusList {
    /** How many are fetched at once where all are asked for. */
    private static final int LOT = 1_000;

    /** The same with the tasks themselves and the results in each dimension, which may have megabytes each. */
    private static final int LOT_OF_DATA = 5;

    /**
     * $1 the project, $2 a dimension, $3 the task to begin behind, $4 how many at most. Tasks that Label Studio has deleted since are
     * told apart at last: so few are looked up.
     */
    private static final String BY_ID = """
            SELECT task.task_id AS id, run.categories[task.value + 1] AS answer, task.annotator, task.probability,
                   task.answers, exists_still.id IS NOT NULL AS is_there
              FROM agreement.consensus_run AS run
             CROSS JOIN LATERAL (
                   SELECT *
                     FROM agreement.consensus_task AS t
                    WHERE t.run = run.id AND t.task_id > $3
                    ORDER BY t.task_id LIMIT $4::bigint) AS task
              LEFT JOIN LATERAL agreement.task_of($1, task.task_id) AS exists_still ON true
             WHERE run.dimension_id = $2 AND run.is_current
             ORDER BY task.task_id
            """;

    /** The same with a probability between $5 and $6, behind that of $7. */
    private static final String BY_PROBABILITY = """
            SELECT task.task_id AS id, run.categories[task.value + 1] AS answer, task.annotator, task.probability,
                   task.answers, exists_still.id IS NOT NULL AS is_there
              FROM agreement.consensus_run AS run
             CROSS JOIN LATERAL (
                   SELECT *
                     FROM agreement.consensus_task AS t
                    WHERE t.run = run.id AND t.probability BETWEEN $5 AND $6
                      AND (t.probability, t.task_id) > ($7::float8, $3::bigint)
                    ORDER BY t.probability, t.task_id LIMIT $4::bigint) AS task
              LEFT JOIN LATERAL agreement.task_of($1, task.task_id) AS exists_still ON true
             WHERE run.dimension_id = $2 AND run.is_current
             ORDER BY task.probability, task.task_id
            """;

    /**
     * $1 the project, $2 its dimensions, $3 and $4 between what the probability is. Each task once, with what is right in each of them: a
     * value, or the result of the annotator whose answer it is.
     */
    private static final String WITH_DATA = """
            SELECT kept.task_id AS id, source.data::text AS data, found.dimensions, found.answers, found.results, found.probabilities
              FROM agreement.task_agreement AS kept
             CROSS JOIN LATERAL (
                   SELECT array_agg(run.dimension_id ORDER BY asked.place) AS dimensions,
                          array_agg(run.categories[task.value + 1] ORDER BY asked.place) AS answers,
                          array_agg(given.result::text ORDER BY asked.place) AS results,
                          array_agg(task.probability ORDER BY asked.place) AS probabilities
                     FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (dimension, place)
                     JOIN agreement.consensus_run AS run ON run.dimension_id = asked.dimension AND run.is_current
                     JOIN agreement.consensus_task AS task ON task.run = run.id AND task.task_id = kept.task_id
                     LEFT JOIN LATERAL agreement.newest_answers(kept.task_id) AS given ON given.participant = task.annotator
                    WHERE task.probability BETWEEN $3 AND $4) AS found
             CROSS JOIN LATERAL agreement.task_data($1, kept.task_id) AS source
             WHERE kept.project_id = $1 AND found.dimensions IS NOT NULL
             ORDER BY kept.task_id
            """;

    private final KeptConsensus kept;
    private final TaskReader tasks;
    private final RowStream stream;
    private final Vertx vertx;

    /** Each of them has a connection for as long as its client takes. */
    private final AtOnce streams = new AtOnce(4, "Lists of all tasks");

    ConsensusList(KeptConsensus kept, TaskReader tasks, RowStream stream, Vertx vertx) {
        this.kept = kept;
        this.tasks = tasks;
        this.stream = stream;
        this.vertx = vertx;
    }

    /** So many tasks at most. */
    Uni<ConsensusListView> page(long projectId, ConsensusFilter filter, int size) {
        return kept.ofOne(
                projectId,
                filter.dimension(),
                true,
                (transaction, run) -> page(transaction, projectId, run, filter, size));
    }

    private static Uni<ConsensusListView> page(
            SqlConnection transaction, long projectId, KeptRun run, ConsensusFilter filter, int size) {
        return transaction
                .preparedQuery(sql(filter))
                .execute(parameters(projectId, run.dimension(), filter, size + 1L))
                .map(rows -> {
                    List<Row> found = StreamSupport.stream(rows.spliterator(), false)
                            .limit(size)
                            .toList();
                    Row last = rows.size() > size ? found.get(size - 1) : null;
                    return new ConsensusListView(
                            run.dimension(),
                            run.name(),
                            run.computedAt(),
                            run.outOfDate(),
                            run.byMedoid() ? "medoid" : "dawid_skene",
                            views(found),
                            last == null
                                    ? null
                                    : filter.behind(last.getLong("id"), last.getDouble("probability"))
                                            .cursor());
                });
    }

    /** All tasks, some at a time. */
    Uni<Multi<List<TaskConsensusView>>> all(long projectId, ConsensusFilter filter) {
        return kept.ofOne(
                        projectId,
                        filter.dimension(),
                        true,
                        (transaction, run) -> Uni.createFrom().item(run))
                .map(run -> streams.stream(() -> stream.of(
                                sql(filter), parameters(projectId, run.dimension(), filter, Long.MAX_VALUE), LOT))
                        .map(ConsensusList::views));
    }

    private static List<TaskConsensusView> views(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getBoolean("is_there"))
                .map(TaskConsensusView::of)
                .toList();
    }

    private static String sql(ConsensusFilter filter) {
        return filter.isByProbability() ? BY_PROBABILITY : BY_ID;
    }

    private static Tuple parameters(long projectId, long dimension, ConsensusFilter filter, long most) {
        Tuple parameters = Tuple.of(projectId, dimension, filter.after(), most);
        return filter.isByProbability()
                ? parameters
                        .addDouble(minimum(filter))
                        .addDouble(maximum(filter))
                        .addDouble(filter.afterProbability() == null ? -1 : filter.afterProbability())
                : parameters;
    }

    private static double minimum(ConsensusFilter filter) {
        return filter.minimum() == null ? 0 : filter.minimum();
    }

    private static double maximum(ConsensusFilter filter) {
        return filter.maximum() == null ? 1 : filter.maximum();
    }

    /** All tasks with their data and what is right in the dimensions that Label Studio's format has a place for. */
    Uni<Multi<RowSet<Row>>> allWithData(long projectId, ConsensusFilter filter, Map<Long, ConfigDimension> dimensions) {
        return kept.of(
                        projectId,
                        filter.dimension(),
                        true,
                        (transaction, runs) -> Uni.createFrom().item(runs))
                .call(runs -> exported(projectId, runs).invoke(dimensions::putAll))
                .map(runs -> streams.stream(() -> stream.of(
                        WITH_DATA,
                        Tuple.from(Arrays.asList(
                                projectId,
                                dimensions.keySet().stream().sorted().toArray(Long[]::new),
                                minimum(filter),
                                maximum(filter))),
                        LOT_OF_DATA)));
    }

    /** Those that can be imported, by their IDs: of each control the first, for it has one answer. A label config may have megabytes: no work for an event loop. */
    private Uni<Map<Long, ConfigDimension>> exported(long projectId, List<KeptRun> runs) {
        return tasks.project(projectId).chain(project -> vertx.executeBlocking(() -> exported(project, runs)));
    }

    private static Map<Long, ConfigDimension> exported(ProjectSettings project, List<KeptRun> runs) {
        Map<Long, ConfigDimension> found = new HashMap<>();
        for (ConfigDimension dimension : config(project)) {
            runs.stream()
                    .filter(run -> run.reason() == null
                            && dimension.control().name().equals(run.fromName())
                            && run.isOfControl()
                            && LabelStudioFormat.hasPlaceFor(dimension, run.byMedoid()))
                    .findFirst()
                    .ifPresent(run -> found.put(run.dimension(), dimension));
        }
        return found;
    }

    private static List<ConfigDimension> config(ProjectSettings project) {
        try {
            return project == null ? List.of() : project.dimensions();
        } catch (InvalidLabelConfigException e) {
            return List.of();
        }
    }
}
