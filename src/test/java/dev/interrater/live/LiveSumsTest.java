package dev.interrater.live;

import static org.awaitility.Awaitility.await;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever changes, with backfills in between, what is kept in the end is what a backfill alone would keep. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true"),
            @ResourceArg(name = TestDatabase.LIVE, value = "true")
        })
class LiveSumsTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 4);
    private static final int CHANGES = 60;
    private static final long SEED = Long.getLong("seed", 20261129);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String KEPT = """
            SELECT concat_ws(' ', task_id, 0, participants, scores, pairwise, consensus, annotations, annotation_versions, fingerprint)
              FROM agreement.task_agreement WHERE project_id = PROJECT
             UNION ALL
            SELECT concat_ws(' ', task_id, dimension_id, participants, scores, pairwise, consensus, answers, counted, labels,
                             label_counts, label_scores)
              FROM agreement.agreement_matrix
             WHERE dimension_id IN (SELECT id FROM agreement.dimension WHERE project_id = PROJECT)
             ORDER BY 1
            """;

    private final Sql sql = Sql.in("worker");
    private final Random random = new Random(SEED);
    private final Organization organization = Organization.createIn(sql);
    private final ChangingProject project = new ChangingProject(sql, organization, 12, random);

    private long backfill() {
        return organization.job(project.project(), "QUEUED");
    }

    private void awaitEnd(long job) {
        await().atMost(PATIENCE)
                .until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
    }

    /** As Label Studio does with what it saves, and the API with dimensions. */
    private void touch() {
        int id = project.project();
        sql.run("UPDATE task SET updated_at = clock_timestamp() WHERE project_id = ?", id);
        sql.run("UPDATE project SET updated_at = clock_timestamp() WHERE id = ?", id);
        sql.<Long>column("SELECT id FROM agreement.dimension WHERE project_id = ?", id)
                .forEach(dimension -> sql.run(
                        "UPDATE agreement.dimension SET updated_at = clock_timestamp() WHERE id = ?", dimension));
    }

    private List<String> kept() {
        return sql.column(KEPT.replace("PROJECT", String.valueOf(project.project())));
    }

    /** Nothing waits, and a look has been made since that found nothing more. */
    private void awaitQuiet() {
        Object before = sql.value("SELECT clock_timestamp()");
        await().atMost(PATIENCE).until(() -> sql.<Boolean>value("""
                SELECT coalesce(watch.looked_at > ?, false) AND NOT f.is_changed AND NOT f.is_wanted AND f.lease_until IS NULL
                  FROM agreement.change_watch AS watch, agreement.followed_project AS f
                 WHERE f.project_id = ?
                """, before, project.project()));
    }

    @Test
    void the_end_is_that_of_a_backfill_alone() {
        awaitEnd(backfill());
        for (int round = 0; round < ROUNDS; round++) {
            List<String> changes = new ArrayList<>();
            long job = 0;
            for (int i = 0; i < CHANGES; i++) {
                changes.add(project.change());
                touch();
                if (i == CHANGES / 2) {
                    job = backfill();
                }
            }
            awaitEnd(job);
            awaitQuiet();
            // Deleted tasks touch nothing: they are found by a sweep.
            sql.run(
                    "UPDATE agreement.followed_project SET is_wanted = true, wishes = wishes + 1 WHERE project_id = ?",
                    project.project());
            awaitQuiet();
            List<String> followed = kept();
            String what = "seed " + SEED + ", round " + round + ": " + changes;
            assertEquals(List.of(), Recount.differences(sql, project.project()), what);

            sql.run("UPDATE agreement.task_agreement SET annotations = '{}' WHERE project_id = ?", project.project());
            awaitEnd(backfill());
            assertEquals(String.join("\n", kept()), String.join("\n", followed), what);
            assertEquals(List.of(), Recount.differences(sql, project.project()), what);
        }
        assertFalse(Recount.isEmpty(sql, project.project()));
    }
}
