package dev.interrater.agreement;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What comparing the tasks of a page came to, as the columns that are written. They are made before the transaction that
 * writes them, by the thread that asks.
 *
 * @param tasks null when there are none
 * @param matrices null when there are none
 * @param withdrawn IDs of tasks whose agreement is kept and true no more
 */
public record AgreementRows(long projectId, Tuple tasks, Tuple matrices, Long[] withdrawn) {

    /** Those of a page of a project, compared by what has this fingerprint. */
    public static AgreementRows of(long projectId, UUID fingerprint, AgreementPage page) {
        List<TaskAgreement> agreements = page.agreements();
        int matrices = Math.toIntExact(page.matrices());
        return new AgreementRows(
                projectId,
                agreements.isEmpty() ? null : tasks(projectId, fingerprint, agreements),
                matrices == 0 ? null : matrices(agreements, matrices),
                page.withdrawn());
    }

    private static Tuple tasks(long projectId, UUID fingerprint, List<TaskAgreement> agreements) {
        Columns columns = new Columns(agreements.size());
        String[] annotations = new String[agreements.size()];
        String[] updates = new String[agreements.size()];
        String[] versions = new String[agreements.size()];
        for (int i = 0; i < agreements.size(); i++) {
            TaskAgreement task = agreements.get(i);
            columns.set(i, task.task(), task.pairwise(), task.consensus());
            annotations[i] = ArrayText.of(task.task().annotations());
            updates[i] = task.task().updates();
            versions[i] = task.task().versions();
        }
        return Tuple.from(Arrays.asList(
                projectId,
                columns.tasks,
                columns.pairwise,
                columns.consensus,
                columns.newest,
                annotations,
                updates,
                versions,
                fingerprint));
    }

    /** By dimension, as the primary key is. */
    private static Tuple matrices(List<TaskAgreement> agreements, int rows) {
        Columns columns = new Columns(rows);
        Long[] dimensions = new Long[rows];
        String[] participants = new String[rows];
        String[] scores = new String[rows];
        String[] answers = new String[rows];
        for (int d = 0, i = 0; d < agreements.get(0).matrices().size(); d++) {
            for (TaskAgreement task : agreements) {
                TaskAgreement.Matrix matrix = task.matrices().get(d);
                columns.set(i, task.task(), matrix.pairwise(), matrix.consensus());
                dimensions[i] = matrix.dimensionId();
                participants[i] = ArrayText.of(task.task().annotators());
                scores[i] = ArrayText.of(matrix.scores());
                answers[i++] = matrix.answers() == null ? null : ArrayText.of(matrix.answers());
            }
        }
        return Tuple.from(Arrays.asList(
                dimensions,
                columns.tasks,
                participants,
                scores,
                columns.pairwise,
                columns.consensus,
                columns.newest,
                answers));
    }

    /** What both tables have. */
    private static final class Columns {
        private final Long[] tasks;
        private final Double[] pairwise;
        private final Double[] consensus;
        private final OffsetDateTime[] newest;

        Columns(int rows) {
            tasks = new Long[rows];
            pairwise = new Double[rows];
            consensus = new Double[rows];
            newest = new OffsetDateTime[rows];
        }

        void set(int row, TaskHead task, Double pairwiseScore, Double consensusScore) {
            tasks[row] = task.id();
            newest[row] = task.newest();
            pairwise[row] = pairwiseScore;
            consensus[row] = consensusScore;
        }
    }
}
