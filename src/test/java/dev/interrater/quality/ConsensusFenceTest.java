package dev.interrater.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.agreement.StoppedException;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who has lost a project writes nothing of it, and what belongs to nothing is deleted. The worker itself is off. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class ConsensusFenceTest extends ReviewedProject {
    private static final Duration LEASE = Duration.ofSeconds(30);

    @Inject
    ConsensusStore store;

    @Inject
    ConsensusConfig config;

    private void due() {
        answered("A A B");
        long dimension = sql.value("""
                INSERT INTO agreement.dimension (project_id, name, config_name, control_tag, metric_type, is_categorical)
                VALUES (?, 'mood', 'mood', 'Choices', 'exact_match', true) RETURNING id
                """, labelling.project());
        sql.run("""
                INSERT INTO agreement.agreement_matrix (dimension_id, task_id, participants, scores, newest_annotation, answers)
                SELECT ?, id, '{1,2,3}', '{1,0,0}', now(), '{"[\\"A\\"]","[\\"A\\"]","[\\"B\\"]"}' FROM task WHERE project_id = ?
                """, dimension, labelling.project());
        // Others of this database are none of this test's.
        sql.run("UPDATE agreement.consensus SET computed = changes");
        sql.run("INSERT INTO agreement.consensus (project_id, changes) VALUES (?, 1)", labelling.project());
    }

    private ConsensusClaim claim() {
        return store.claim().await().indefinitely().orElseThrow();
    }

    private void run(ConsensusClaim claim) {
        new ConsensusRun(store, config, claim, LEASE, () -> {}).run();
    }

    @Test
    void a_project_is_claimed_once_and_whoever_has_lost_it_writes_nothing() {
        due();
        ConsensusClaim slow = claim();
        assertEquals(labelling.project(), slow.projectId());
        assertEquals(Optional.empty(), store.claim().await().indefinitely());
        sql.run(
                "UPDATE agreement.consensus SET lease_until = now() - interval '1 s' WHERE project_id = ?",
                labelling.project());
        ConsensusClaim next = claim();
        assertEquals(slow.attempt() + 1, next.attempt());

        assertThrows(ConsensusLostException.class, () -> run(slow));
        assertThrows(
                ConsensusLostException.class,
                () -> store.finish(slow, Duration.ZERO).await().indefinitely());
        assertThrows(
                ConsensusLostException.class, () -> store.hold(slow).await().indefinitely());
        store.breakOff(slow).await().indefinitely();
        store.handBack(slow).await().indefinitely();
        assertEquals(1, kept(labelling.project()));

        run(next);
        assertTrue(isComputed());
        assertEquals(2, kept(labelling.project()));
        assertThrows(
                ConsensusLostException.class,
                () -> store.finish(next, Duration.ZERO).await().indefinitely(),
                "it is nobody's now");
    }

    @Test
    void what_changes_while_it_is_computed_makes_it_due_again() {
        due();
        ConsensusClaim claim = claim();
        sql.run("UPDATE agreement.consensus SET changes = changes + 1 WHERE project_id = ?", labelling.project());
        run(claim);
        // It rests for a while, for answers may change all the time.
        sql.run(
                "UPDATE agreement.consensus SET not_before = NULL WHERE project_id = ? AND not_before > now() - interval '1 h'",
                labelling.project());
        assertEquals(claim.attempt() + 1, claim().attempt());
    }

    @Test
    void a_project_with_a_running_job_waits_for_it() {
        due();
        long job = organization.job(labelling.project(), "RUNNING");
        assertEquals(Optional.empty(), store.claim().await().indefinitely());
        sql.run("UPDATE agreement.backfill_job SET status = 'COMPLETED', completed_at = now() WHERE id = ?", job);
        claim();
    }

    @Test
    void what_breaks_off_again_and_again_rests_no_longer_than_some_minutes() {
        due();
        sql.run("UPDATE agreement.consensus SET fruitless = 5000 WHERE project_id = ?", labelling.project());
        store.breakOff(claim()).await().indefinitely();

        assertTrue(sql.<Boolean>value(
                "SELECT not_before BETWEEN now() + interval '1 min' AND now() + interval '20 min'"
                        + " FROM agreement.consensus WHERE project_id = ?",
                labelling.project()));
    }

    @Test
    void what_breaks_off_rests_and_what_is_stopped_does_not() {
        due();
        ConsensusClaim stopped = claim();
        assertThrows(
                StoppedException.class,
                () -> new ConsensusRun(store, config, stopped, LEASE, () -> {
                            throw new StoppedException();
                        })
                        .run());
        store.handBack(stopped).await().indefinitely();

        ConsensusClaim broken = claim();
        store.breakOff(broken).await().indefinitely();
        assertEquals(Optional.empty(), store.claim().await().indefinitely());
        sql.run(
                "UPDATE agreement.consensus SET not_before = now() - interval '1 s' WHERE project_id = ?",
                labelling.project());
        run(claim());
        assertEquals(
                0,
                sql.<Integer>value(
                        "SELECT fruitless FROM agreement.consensus WHERE project_id = ?", labelling.project()));
    }

    @Test
    void deleted_dimensions_and_projects_leave_nothing_behind() {
        due();
        run(claim());
        long run = sql.value("SELECT id FROM agreement.consensus_run WHERE project_id = ?", labelling.project());
        assertTrue(Stream.of("consensus_task", "consensus_annotator").allMatch(table -> rows(table, run) > 0));
        sql.run(
                "DELETE FROM agreement.agreement_matrix WHERE dimension_id IN (SELECT id FROM agreement.dimension WHERE project_id = ?)",
                labelling.project());
        sql.run("DELETE FROM agreement.dimension WHERE project_id = ?", labelling.project());
        sweep();
        assertEquals(1, kept(labelling.project()), "the project is still there");
        for (String table :
                new String[] {"consensus_task", "consensus_annotator", "consensus_next", "consensus_surprise"}) {
            assertEquals(0, rows(table, run), table);
        }

        sql.run("DELETE FROM task_completion WHERE project_id = ?", labelling.project());
        sql.run("DELETE FROM task WHERE project_id = ?", labelling.project());
        sql.run("DELETE FROM project WHERE id = ?", labelling.project());
        sweep();
        assertEquals(0, kept(labelling.project()));
    }

    private void sweep() {
        while (store.sweepSome(null).await().indefinitely()) {
            // until there is nothing left
        }
        store.forget().await().indefinitely();
    }

    private long rows(String table, long run) {
        return sql.<Long>value("SELECT count(*) FROM agreement." + table + " WHERE run = ?", run);
    }
}
