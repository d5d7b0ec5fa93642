package dev.interrater.agreement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes what comparing tasks came to, a page at a time, in the transaction of the caller. */
@Singleton
public class MatrixStore {
    /** Arrays of arrays would be flattened by unnest, so the inner ones travel as text. */
    private static final String KEEP_TASKS = """
            INSERT INTO agreement.task_agreement
                   (project_id, task_id, pairwise, consensus, newest_annotation, annotations, annotation_updates, fingerprint)
            SELECT $1, task_id, pairwise, consensus, newest, annotations::bigint[], updates::timestamptz[], $8
              FROM unnest($2::bigint[], $3::float8[], $4::float8[], $5::timestamptz[], $6::text[], $7::text[])
                   AS compared (task_id, pairwise, consensus, newest, annotations, updates)
                ON CONFLICT (project_id, task_id) DO UPDATE SET
                   pairwise = excluded.pairwise, consensus = excluded.consensus,
                   newest_annotation = excluded.newest_annotation, annotations = excluded.annotations,
                   annotation_updates = excluded.annotation_updates, fingerprint = excluded.fingerprint
            """;

    private static final String KEEP_MATRICES = """
            INSERT INTO agreement.agreement_matrix
                   (dimension_id, task_id, participants, scores, pairwise, consensus, newest_annotation, answers)
            SELECT dimension_id, task_id, participants::bigint[], scores::float8[], pairwise, consensus, newest,
                   answers::text[]
              FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::timestamptz[],
                          $8::text[])
                   AS compared (dimension_id, task_id, participants, scores, pairwise, consensus, newest, answers)
                ON CONFLICT (dimension_id, task_id) DO UPDATE SET
                   participants = excluded.participants, scores = excluded.scores, pairwise = excluded.pairwise,
                   consensus = excluded.consensus, newest_annotation = excluded.newest_annotation,
                   answers = excluded.answers
            """;

    /** Between two tasks of project $1, $2 excluded and $3 included, only $4 stay: others are gone or not comparable. */
    private static final String REMOVE_TASKS = """
            DELETE FROM agreement.task_agreement known
             WHERE project_id = $1 AND task_id > $2 AND task_id <= $3
               AND NOT EXISTS (SELECT FROM unnest($4::bigint[]) AS kept (id) WHERE kept.id = known.task_id)
            RETURNING task_id
            """;

    private static final String REMOVE_MATRICES = """
            DELETE FROM agreement.agreement_matrix
             WHERE dimension_id IN (SELECT id FROM agreement.dimension WHERE project_id = $1) AND task_id = ANY ($2)
            """;

    /** Writes a page, and deletes what is kept about tasks in its range that are gone or cannot be compared any more. */
    public Uni<Void> write(
            SqlConnection transaction, long projectId, ProjectComparison comparison, AgreementPage page) {
        List<TaskAgreement> tasks = page.agreements();
        Uni<?> removed = remove(transaction, projectId, page.after(), page.last(), page.kept());
        return tasks.isEmpty()
                ? removed.replaceWithVoid()
                : removed.chain(() -> keepTasks(transaction, projectId, comparison, tasks))
                        .chain(() -> page.matrices() == 0
                                ? Uni.createFrom().voidItem()
                                : keepMatrices(transaction, tasks, Math.toIntExact(page.matrices())));
    }

    /** Deletes what is kept about tasks behind the project's last one. */
    public Uni<Void> removeBehind(SqlConnection transaction, long projectId, long last) {
        return remove(transaction, projectId, last, Long.MAX_VALUE, new Long[0]);
    }

    private static Uni<Void> remove(SqlConnection transaction, long projectId, long after, long last, Long[] kept) {
        return transaction
                .preparedQuery(REMOVE_TASKS)
                .execute(Tuple.of(projectId, after, last, kept))
                .chain(rows -> {
                    List<Long> gone = new ArrayList<>();
                    rows.forEach(row -> gone.add(row.getLong(0)));
                    return gone.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : transaction
                                    .preparedQuery(REMOVE_MATRICES)
                                    .execute(Tuple.of(projectId, gone.toArray(Long[]::new)))
                                    .replaceWithVoid();
                });
    }

    private static Uni<Void> keepTasks(
            SqlConnection transaction, long projectId, ProjectComparison comparison, List<TaskAgreement> tasks) {
        Columns columns = new Columns(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            TaskAgreement task = tasks.get(i);
            columns.set(i, task.task(), task.pairwise(), task.consensus());
            columns.first[i] = literal(task.task().annotations());
            columns.second[i] = task.task().updates();
        }
        return transaction
                .preparedQuery(KEEP_TASKS)
                .execute(Tuple.from(Arrays.asList(
                        projectId,
                        columns.tasks,
                        columns.pairwise,
                        columns.consensus,
                        columns.newest,
                        columns.first,
                        columns.second,
                        comparison.fingerprint())))
                .replaceWithVoid();
    }

    private static Uni<Void> keepMatrices(SqlConnection transaction, List<TaskAgreement> tasks, int matrices) {
        Columns columns = new Columns(matrices);
        List<Long> dimensions = new ArrayList<>(matrices);
        String[] answers = new String[matrices];
        // By dimension, as the primary key is.
        for (int d = 0, i = 0; d < tasks.get(0).matrices().size(); d++) {
            for (TaskAgreement task : tasks) {
                TaskAgreement.Matrix matrix = task.matrices().get(d);
                dimensions.add(matrix.dimensionId());
                columns.set(i, task.task(), matrix.pairwise(), matrix.consensus());
                columns.first[i] = literal(task.task().annotators());
                columns.second[i] =
                        literal(Arrays.stream(matrix.scores()).boxed().toArray());
                answers[i++] = matrix.answers() == null ? null : quoted(matrix.answers());
            }
        }
        return transaction
                .preparedQuery(KEEP_MATRICES)
                .execute(Tuple.from(Arrays.asList(
                        dimensions.toArray(Long[]::new),
                        columns.tasks,
                        columns.first,
                        columns.second,
                        columns.pairwise,
                        columns.consensus,
                        columns.newest,
                        answers)))
                .replaceWithVoid();
    }

    private static String quoted(String[] texts) {
        return literal(Arrays.stream(texts)
                .map(text ->
                        text == null ? "NULL" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toArray());
    }

    private static String literal(Object[] elements) {
        StringBuilder literal = new StringBuilder().append('{');
        for (Object element : elements) {
            literal.append(literal.length() == 1 ? "" : ",").append(element);
        }
        return literal.append('}').toString();
    }

    /** What both tables have, as columns. */
    private static final class Columns {
        private final Long[] tasks;
        private final Double[] pairwise;
        private final Double[] consensus;
        private final java.time.OffsetDateTime[] newest;
        private final String[] first;
        private final String[] second;

        Columns(int rows) {
            tasks = new Long[rows];
            pairwise = new Double[rows];
            consensus = new Double[rows];
            newest = new java.time.OffsetDateTime[rows];
            first = new String[rows];
            second = new String[rows];
        }

        void set(int row, TaskHead task, Double pairwiseScore, Double consensusScore) {
            tasks[row] = task.id();
            newest[row] = task.newest();
            pairwise[row] = pairwiseScore;
            consensus[row] = consensusScore;
        }
    }
}
