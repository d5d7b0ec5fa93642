package dev.interrater.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Keeping what was compared, and removing what is gone. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class MatrixStoreTest {
    private static final UUID FINGERPRINT = UUID.randomUUID();

    /** Before the numbers of the tasks here: no other test has such tasks. */
    private static final long FIRST = 1_000_000_000_000L;

    @Inject
    MatrixStore store;

    @Inject
    Pool pool;

    private final Sql sql = Sql.in("worker");
    private final int project = Organization.createIn(sql).project();
    private final long dimension = sql.value(
            "INSERT INTO agreement.dimension (project_id, name, metric_type, is_categorical)"
                    + " VALUES (?, 'mood', 'exact_match', true) RETURNING id",
            project);

    private static TaskHead head(long task, boolean kept) {
        return new TaskHead(
                FIRST + task,
                new Long[] {1L, 2L},
                new Long[] {10 * task, 10 * task + 1},
                new Integer[] {1, 1},
                "{2026-11-24 10:00:00+00,2026-11-24 10:00:00+00}",
                "{7,8}",
                OffsetDateTime.of(2026, 11, 24, 10, 0, 0, 0, ZoneOffset.UTC),
                kept,
                false,
                kept);
    }

    private TaskAgreement agreement(long task, double score) {
        return agreement(task, score, false);
    }

    private TaskAgreement agreement(long task, double score, boolean kept) {
        return new TaskAgreement(
                head(task, kept),
                FINGERPRINT,
                new double[] {score},
                score,
                score,
                List.of(new Matrix(
                        dimension,
                        new double[] {score},
                        score,
                        score,
                        new String[] {"\"A\\", null},
                        Matrix.CONFUSION,
                        null)),
                null);
    }

    private void keep(TaskAgreement... agreements) {
        List<TaskAgreement> compared = List.of(agreements);
        AgreementPage page =
                new AgreementPage(0, compared.stream().map(TaskAgreement::task).toList(), compared);
        inTransaction(transaction -> store.keep(transaction, AgreementRows.of(project, page)));
    }

    private <T> T inTransaction(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work).await().indefinitely();
    }

    private boolean removeGone(Long... existing) {
        return inTransaction(
                transaction -> store.removeGone(transaction, project, FIRST + 1, FIRST + 12_000, existing));
    }

    private List<String> kept() {
        return sql.column(
                "SELECT concat_ws(' ', task_id - ?, t.pairwise, m.scores, answers) FROM agreement.task_agreement t"
                        + " FULL JOIN agreement.agreement_matrix m USING (task_id)"
                        + " WHERE project_id = ? AND dimension_id = ? ORDER BY task_id",
                FIRST,
                project,
                dimension);
    }

    @Test
    void keeping_a_page_leaves_tasks_alone_that_it_does_not_list() {
        keep(agreement(1, 0), agreement(2, 0.25), agreement(3, 1));
        keep(agreement(1, 1, true), agreement(3, 0, true));

        assertEquals(
                List.of(
                        "1 1 {1} {\"\\\"A\\\\\",NULL}",
                        "2 0.25 {0.25} {\"\\\"A\\\\\",NULL}", "3 0 {0} {\"\\\"A\\\\\",NULL}"),
                kept());
    }

    @Test
    void a_task_that_cannot_be_compared_any_more_is_withdrawn() {
        keep(agreement(1, 0), agreement(2, 1));
        keep(TaskAgreement.broken(head(1, true), "broken"));

        assertEquals(1, kept().size());
    }

    @Test
    void tasks_that_are_gone_are_removed_some_thousands_at_a_time() {
        List<TaskAgreement> many = new ArrayList<>();
        LongStream.rangeClosed(1, 12_000).forEach(task -> many.add(agreement(task, 1)));
        keep(many.toArray(TaskAgreement[]::new));
        Long[] existing = {FIRST + 5, FIRST + 11_999};

        assertFalse(removeGone(existing));
        assertEquals(7_000, kept().size());
        assertFalse(removeGone(existing));
        assertTrue(removeGone(existing));
        assertEquals(
                List.of("1", "5", "11999"),
                kept().stream().map(row -> row.substring(0, row.indexOf(' '))).toList());
    }
}
