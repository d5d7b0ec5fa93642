package dev.interrater.agreement;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What comparing the tasks of a page came to, as the columns that are written, and what they add to the project's sums. They are
 * made before the transaction that writes them, by the thread that asks.
 *
 * @param tasks null when there are none
 * @param matrices null when there are none
 * @param dimensions those that have matrices
 * @param replaced IDs of tasks of which something else was kept before
 * @param withdrawn IDs of tasks of which something is kept that is true no more
 */
public record AgreementRows(
        long projectId, Tuple tasks, Tuple matrices, Long[] dimensions, Long[] replaced, Long[] withdrawn, Sums sums) {

    /** Those of a page of a project. */
    public static AgreementRows of(long projectId, AgreementPage page) {
        List<TaskAgreement> agreements = page.agreements();
        List<Matrix> first =
                agreements.isEmpty() ? List.of() : agreements.get(0).matrices();
        Sums sums = new Sums();
        for (TaskAgreement task : agreements) {
            sums.add(task.fingerprint(), task.task().participants(), task.scores(), task.pairwise(), task.consensus());
            task.matrices().forEach(matrix -> sums.add(task.task().participants(), matrix));
        }
        return new AgreementRows(
                projectId,
                agreements.isEmpty() ? null : tasks(projectId, agreements),
                first.isEmpty() ? null : matrices(agreements, agreements.size() * first.size()),
                first.stream().map(Matrix::dimensionId).toArray(Long[]::new),
                page.replaced(),
                page.withdrawn(),
                sums);
    }

    private static Tuple tasks(long projectId, List<TaskAgreement> agreements) {
        Columns columns = new Columns(agreements.size());
        String[] annotations = new String[agreements.size()];
        String[] updates = new String[agreements.size()];
        String[] versions = new String[agreements.size()];
        UUID[] fingerprints = new UUID[agreements.size()];
        for (int i = 0; i < agreements.size(); i++) {
            TaskAgreement task = agreements.get(i);
            columns.set(i, task.task(), task.scores(), task.pairwise(), task.consensus());
            annotations[i] = ArrayText.of(task.task().annotations());
            updates[i] = task.task().updates();
            versions[i] = task.task().versions();
            fingerprints[i] = task.fingerprint();
        }
        return Tuple.from(Arrays.asList(
                projectId,
                columns.tasks,
                columns.participants,
                columns.scores,
                columns.pairwise,
                columns.consensus,
                columns.newest,
                annotations,
                updates,
                versions,
                fingerprints));
    }

    /** By dimension, as the primary key is. */
    private static Tuple matrices(List<TaskAgreement> agreements, int rows) {
        Columns columns = new Columns(rows);
        Long[] dimensions = new Long[rows];
        String[] answers = new String[rows];
        Short[] counted = new Short[rows];
        String[] labels = new String[rows];
        String[] labelCounts = new String[rows];
        String[] labelScores = new String[rows];
        for (int d = 0, i = 0; d < agreements.get(0).matrices().size(); d++) {
            for (TaskAgreement task : agreements) {
                Matrix matrix = task.matrices().get(d);
                columns.set(i, task.task(), matrix.scores(), matrix.pairwise(), matrix.consensus());
                dimensions[i] = matrix.dimensionId();
                answers[i] = matrix.answers() == null ? null : ArrayText.of(matrix.answers());
                counted[i] = (short) matrix.counted();
                if (matrix.labels() != null) {
                    labels[i] = ArrayText.of(matrix.labels().labels());
                    labelCounts[i] = ArrayText.of(matrix.labels().counts());
                    labelScores[i] = ArrayText.of(matrix.labels().scores());
                }
                i++;
            }
        }
        return Tuple.from(Arrays.asList(
                dimensions,
                columns.tasks,
                columns.participants,
                columns.scores,
                columns.pairwise,
                columns.consensus,
                columns.newest,
                answers,
                counted,
                labels,
                labelCounts,
                labelScores));
    }

    /** What both tables have. */
    private static final class Columns {
        private final Long[] tasks;
        private final String[] participants;
        private final String[] scores;
        private final Double[] pairwise;
        private final Double[] consensus;
        private final OffsetDateTime[] newest;

        Columns(int rows) {
            tasks = new Long[rows];
            participants = new String[rows];
            scores = new String[rows];
            pairwise = new Double[rows];
            consensus = new Double[rows];
            newest = new OffsetDateTime[rows];
        }

        void set(int row, TaskHead task, double[] allScores, Double pairwiseScore, Double consensusScore) {
            tasks[row] = task.id();
            participants[row] = ArrayText.of(task.participants());
            scores[row] = ArrayText.of(allScores);
            newest[row] = task.newest();
            pairwise[row] = pairwiseScore;
            consensus[row] = consensusScore;
        }
    }
}
