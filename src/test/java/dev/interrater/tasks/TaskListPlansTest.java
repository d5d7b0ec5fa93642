package dev.interrater.tasks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.database.RowStream;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Whatever PostgreSQL believes about the scores: a page of tasks, in any order that has an index, is read off that index and nothing is sorted. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "functions"))
class TaskListPlansTest {
    private static final int TASKS = 20_000;

    private final Sql sql = Sql.in("functions");
    private final int project = Organization.createIn(sql).project();

    @Test
    void tasks_are_read_in_their_order_before_and_after_the_tables_are_analyzed() throws SQLException {
        sql.run("ANALYZE agreement.task_agreement, agreement.agreement_matrix");
        long dimension = sql.value("""
                INSERT INTO agreement.dimension (project_id, name, metric_type, is_categorical)
                VALUES (?, 'mood', 'exact_match', true) RETURNING id
                """, project);
        sql.run("""
                INSERT INTO agreement.task_agreement
                       (project_id, task_id, participants, scores, pairwise, consensus, newest_annotation, annotations,
                        annotation_updates, fingerprint)
                SELECT ?, n, '{1,2}', '{1}', n % 3 / 2.0, n % 5 / 4.0, now(), '{}', '{}', gen_random_uuid()
                  FROM generate_series(1, ?) n
                """, project, TASKS);
        sql.run("""
                INSERT INTO agreement.agreement_matrix
                       (dimension_id, task_id, participants, scores, pairwise, consensus, newest_annotation)
                SELECT ?, n, '{1,2}', '{1}', n % 3 / 2.0, n % 5 / 4.0, now() FROM generate_series(1, ?) n
                """, dimension, TASKS);
        assertByIndex(dimension);
        sql.run("ANALYZE agreement.task_agreement, agreement.agreement_matrix");
        assertByIndex(dimension);
    }

    private void assertByIndex(long dimension) throws SQLException {
        for (TaskFilter.Ordering ordering : TaskFilter.Ordering.values()) {
            for (boolean consensus : new boolean[] {true, false}) {
                String score = consensus ? "consensus" : "pairwise";
                String key = ordering == TaskFilter.Ordering.ID ? "pkey" : "by_" + score;
                assertByIndex(ordering, null, consensus, "task_agreement_" + key);
                assertByIndex(ordering, dimension, consensus, "agreement_matrix_" + key);
            }
        }
    }

    /** With the plan for any project, which is what a connection may keep. */
    private void assertByIndex(TaskFilter.Ordering ordering, Long dimension, boolean consensus, String index)
            throws SQLException {
        TaskFilter filter = new TaskFilter(ordering, null, null, dimension, null, null, 0, null).begun();
        String parameters = "%d, %s, '-Infinity', 'Infinity', %s, NULL, NULL, NULL, %d, %s"
                .formatted(
                        project,
                        consensus,
                        dimension,
                        filter.after(),
                        filter.afterScore() == null ? null : "'" + filter.afterScore() + "'");
        String some = plan("", TaskListSql.some(filter, consensus), parameters + ", 50");
        String all = plan(RowStream.IN_ORDER, TaskListSql.all(filter, consensus), parameters);
        for (String plan : new String[] {some, all}) {
            assertTrue(
                    plan.contains("using " + index + " on") || plan.contains("Backward using " + index + " on"), plan);
            assertFalse(
                    plan.contains("Seq Scan on task_agreement") || plan.contains("Seq Scan on agreement_matrix"), plan);
            assertFalse(plan.contains("Hash"), plan);
        }
        assertTrue(some.lastIndexOf("Sort Key: kept.") < some.indexOf("Limit"), "sorts more than a page: " + some);
        assertFalse(all.contains("Sort Key: kept."), all);
    }

    private String plan(String settings, String asked, String parameters) throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
            if (!settings.isEmpty()) {
                statement.execute("SELECT " + settings);
            }
            statement.execute("PREPARE asked AS " + asked);
            StringBuilder plan = new StringBuilder();
            ResultSet lines = statement.executeQuery("EXPLAIN EXECUTE asked (" + parameters + ")");
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            statement.execute("DEALLOCATE asked");
            return plan.toString();
        }
    }
}
