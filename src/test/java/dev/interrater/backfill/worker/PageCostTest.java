package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page costs does not depend on what the planner believes about the tables. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class PageCostTest {
    private static final List<String> TABLES =
            List.of("task", "task_completion", "agreement.task_agreement", "agreement.agreement_matrix");
    private static final int TASKS = 3_000;

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");

    @AfterEach
    void letAutovacuumWorkAgain() {
        TABLES.forEach(table -> sql.run("ALTER TABLE " + table + " RESET (autovacuum_enabled)"));
    }

    @Test
    void tables_that_were_analyzed_while_empty_are_not_scanned_for_each_page() {
        sql.run("DELETE FROM agreement.backfill_job");
        sql.run("TRUNCATE " + String.join(", ", TABLES) + " CASCADE");
        TABLES.forEach(table -> sql.run("ALTER TABLE " + table + " SET (autovacuum_enabled = false)"));
        sql.run("VACUUM ANALYZE");
        Organization organization = Organization.createIn(sql);
        Labelling labelling = Labelling.create(
                sql,
                organization,
                "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>");
        labelling.tasks(TASKS);
        for (int i = 0; i < 2; i++) {
            labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
        }
        await().until(() -> sql.<Long>value("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = 'worker' AND usename = 'postgres' AND pid <> pg_backend_pid()")
                == 0); // what this test itself has done is reported then
        sql.column("SELECT pg_stat_reset()");
        long job = organization.job(labelling.project(), "QUEUED");

        runner.run(queue.claim("test").await().indefinitely().orElseThrow());

        assertEquals("COMPLETED", sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job));
        rowsScanned().forEach((table, rows) -> assertTrue(rows < 10 * TASKS, rows + " rows of " + table));
    }

    /** Of each table. A backend reports what it has done when it ends, at the latest. */
    private Map<String, Long> rowsScanned() {
        String backends = "FROM pg_stat_activity WHERE datname = 'worker' AND usename = 'interrater'";
        await().until(() -> {
            sql.column("SELECT pg_terminate_backend(pid) " + backends);
            return sql.<Long>value("SELECT count(*) " + backends) == 0;
        });
        return sql.<String>column("SELECT relname || ' ' || seq_tup_read FROM pg_stat_user_tables").stream()
                .map(table -> table.split(" "))
                .collect(Collectors.toMap(table -> table[0], table -> Long.valueOf(table[1])));
    }
}
