package dev.interrater.quality;

import dev.interrater.answer.Category;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** What is probably right in one task. */
@Singleton
public class TaskConsensus {
    /** $1 the project, $2 the task. */
    private static final String ANSWERS = """
            SELECT run.dimension_id, run.categories[kept.value + 1] AS answer, kept.probability,
                   c.computed IS DISTINCT FROM c.changes AS out_of_date
              FROM agreement.consensus AS c
              JOIN agreement.consensus_run AS run ON run.project_id = c.project_id AND run.is_current
              JOIN agreement.consensus_task AS kept ON kept.run = run.id AND kept.task_id = $2 AND kept.value IS NOT NULL
             WHERE c.project_id = $1
            """;
    /**
     * What is probably right in one dimension.
     *
     * @param value as people write it
     * @param outOfDate whether answers of the project have changed since it was computed
     */
    public record Answer(String value, double probability, boolean outOfDate) {
        static Answer of(Row row) {
            return new Answer(
                    Category.display(row.getString("answer")),
                    row.getDouble("probability"),
                    row.getBoolean("out_of_date"));
        }
    }

    private final Pool pool;

    TaskConsensus(Pool pool) {
        this.pool = pool;
    }

    /** By the IDs of dimensions; without those that have no consensus of the task. The caller must be known to see the project. */
    public Uni<Map<Long, Answer>> of(long projectId, long taskId) {
        return pool.preparedQuery(ANSWERS).execute(Tuple.of(projectId, taskId)).map(rows -> {
            Map<Long, Answer> answers = new HashMap<>();
            rows.forEach(row -> answers.put(row.getLong("dimension_id"), Answer.of(row)));
            return answers;
        });
    }
}
