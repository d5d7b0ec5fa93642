package dev.interrater.backfill.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.interrater.testing.ChangingProject;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Recount;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** After whatever changes, the sums of a project are those of the scores that are kept. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class SumsTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 8);
    private static final int CHANGES = 40;
    private static final long SEED = Long.getLong("seed", 20261124);

    @Inject
    JobQueue queue;

    @Inject
    JobRunner runner;

    private final Sql sql = Sql.in("worker");
    private final Random random = new Random(SEED);
    private final Organization organization = Organization.createIn(sql);
    private final ChangingProject project = new ChangingProject(sql, organization, 12, random);

    private void backfill() {
        sql.run("DELETE FROM agreement.backfill_job");
        long job = organization.job(project.project(), "QUEUED");
        runner.run(queue.claim("test").await().indefinitely().orElseThrow());
        assertEquals(
                "COMPLETED ",
                sql.value(
                        "SELECT status || ' ' || coalesce(last_error, '') FROM agreement.backfill_job WHERE id = ?",
                        job));
    }

    /** What is wrong with the sums, if anything is. */
    private void assertExact(String after) {
        assertEquals(List.of(), Recount.differences(sql, project.project()), after);
    }

    @Test
    void sums_are_exact_after_every_kind_of_change() {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> changes = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                changes.add(project.change());
            }
            assertExact("before the backfill of round " + round);
            backfill();
            assertExact("seed " + SEED + ", round " + round + ": " + changes);
        }
        assertFalse(Recount.isEmpty(sql, project.project()));
        project.clear();
        backfill();
        assertEquals(true, Recount.isEmpty(sql, project.project()));
    }
}
