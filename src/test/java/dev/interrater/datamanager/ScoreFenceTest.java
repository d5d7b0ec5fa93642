package dev.interrater.datamanager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that are killed, that are slow, and that are told otherwise meanwhile. The worker itself is off. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = @ResourceArg(name = TestDatabase.VERSION, value = StandIn.DATABASE))
@WithTestResource(StandIn.class)
class ScoreFenceTest {
    private final Sql sql = Sql.in(StandIn.DATABASE);
    private final Organization organization = Organization.createIn(sql);
    private final Labelling labelling = Labelling.create(sql, organization, "<View></View>");
    private final int project = labelling.project();

    @Inject
    ScoreStore store;

    @Inject
    LabelStudioApi api;

    @BeforeEach
    void nothingElseIsWritten() {
        StandIn.mood = StandIn.Mood.WILLING;
        sql.run("DELETE FROM agreement.data_manager");
        sql.run("INSERT INTO agreement.data_manager (project_id) VALUES (?)", project);
    }

    /** Tasks with a score each. */
    private void scored(int tasks) {
        labelling.tasks(tasks);
        sql.run("""
                INSERT INTO agreement.task_agreement
                       (project_id, task_id, pairwise, newest_annotation, annotations, annotation_updates, fingerprint)
                SELECT project_id, id, 0.5, now(), '{}', '{}', gen_random_uuid() FROM task WHERE project_id = ?
                """, project);
    }

    private Optional<ScoreClaim> mayClaim() {
        return store.claim(api.organizations()).await().indefinitely();
    }

    private ScoreClaim claim() {
        return mayClaim().orElseThrow();
    }

    private ScoreRun run(ScoreClaim claim) {
        return new ScoreRun(store, api, claim, Duration.ofSeconds(30), Duration.ofMillis(1), () -> false);
    }

    private List<Long> predicted() {
        return sql.column(
                "SELECT count(*) FROM prediction WHERE project_id = ? AND model_version = 'agreement' GROUP BY task_id",
                project);
    }

    private void killed() {
        sql.run("UPDATE agreement.data_manager SET lease_until = now() - interval '1 s'");
    }

    @Test
    void a_project_is_claimed_once_and_whoever_has_lost_it_writes_nothing() {
        scored(2);
        ScoreClaim slow = claim();
        assertEquals(Optional.empty(), mayClaim());
        killed();
        ScoreClaim next = claim();

        assertThrows(ScoresLostException.class, () -> run(slow).run());
        assertEquals(List.of(), predicted());
        store.handBack(slow, new ScoreRun.End(true, false)).await().indefinitely();
        store.breakOff(slow, new ScoreRun.End(true, false), "it broke").await().indefinitely();
        run(next).run();
        assertEquals(List.of(1L, 1L), predicted());
        assertNull(sql.<Object>value("SELECT last_error FROM agreement.data_manager"));
    }

    @Test
    void whoever_is_told_otherwise_stops() {
        scored(2);
        ScoreClaim writing = claim();
        sql.run("UPDATE agreement.data_manager SET is_wanted = false");
        assertThrows(ScoresLostException.class, () -> run(writing).run());
        assertEquals(List.of(), predicted());
    }

    @Test
    void what_is_switched_off_while_a_worker_begins_is_taken_out_again() throws Exception {
        CompletableFuture<String> answered;
        try (Connection worker = sql.connect();
                Statement begin = worker.createStatement()) {
            worker.setAutoCommit(false);
            begin.execute("UPDATE agreement.data_manager SET attempt = 1, lease_until = now() + interval '1 min'");
            answered = CompletableFuture.supplyAsync(() -> Api.as(organization.owner())
                    .delete("/api/projects/" + project + "/agreement/data-manager")
                    .path("state"));
            await().until(() -> sql.<Long>value(
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%agreement.data_manager%'")
                    > 0);
            worker.commit();
        }
        assertEquals("removing", answered.get());
    }

    @Test
    void a_walk_goes_on_where_another_has_been_killed_and_doubles_nothing() {
        scored(2_500);
        ScoreClaim first = claim();
        // It has created some, and its end is known to nobody.
        store.hold(first).await().indefinitely();
        api.create(first, store.page(project, 0, 700).await().indefinitely());
        killed();
        run(claim()).run();
        assertEquals(2_500, predicted().size());
        assertTrue(predicted().stream().allMatch(count -> count == 1));
        // What the killed one has sent may still come, so all are looked at once more.
        assertNull(sql.<Object>value("SELECT written FROM agreement.data_manager"));
        assertTrue(sql.<Boolean>value("SELECT not_before > now() FROM agreement.data_manager"));
    }

    @Test
    void a_project_is_not_taken_for_cleared_while_a_lost_request_may_still_be_carried_out() {
        scored(2);
        ScoreClaim killed = claim();
        store.hold(killed).await().indefinitely();
        sql.run("UPDATE agreement.data_manager SET is_wanted = false");
        killed();
        run(claim()).run();
        assertEquals(Optional.empty(), mayClaim(), "it rests until then");
        api.create(killed, store.page(project, 0, 10).await().indefinitely());
        assertEquals(List.of(1L, 1L), predicted());

        sql.run("UPDATE agreement.data_manager SET not_before = NULL, unanswered_until = now()");
        run(claim()).run();
        assertEquals(List.of(), predicted());
        assertEquals(0L, sql.<Long>value("SELECT count(*) FROM agreement.data_manager"));
    }

    @Test
    void many_are_taken_out_one_by_one_and_the_rest_at_once() {
        scored(700);
        run(claim()).run();
        sql.run("UPDATE agreement.data_manager SET is_wanted = false, not_before = NULL");
        StandIn.REQUESTS.clear();
        run(claim()).run();
        assertEquals(List.of(), predicted());
        assertEquals(
                700,
                StandIn.REQUESTS.stream()
                        .filter(request -> request.startsWith("DELETE /label/api/predictions/"))
                        .count());
        assertEquals(0L, sql.<Long>value("SELECT count(*) FROM agreement.data_manager"));
    }

    @Test
    void few_of_many_are_created_one_by_one_so_that_not_all_tasks_are_counted_anew() {
        scored(1_000);
        run(claim()).run();
        scoredAnew(3);
        sql.run("UPDATE agreement.data_manager SET written = NULL, not_before = NULL");
        StandIn.REQUESTS.clear();
        run(claim()).run();
        assertEquals(
                3,
                StandIn.REQUESTS.stream()
                        .filter(request -> request.startsWith("POST /label/api/predictions/"))
                        .count());
        assertEquals(1_000, predicted().size());
    }

    private void scoredAnew(int tasks) {
        sql.run(
                "DELETE FROM prediction WHERE id IN (SELECT id FROM prediction WHERE project_id = ? ORDER BY id LIMIT ?)",
                project,
                tasks);
    }

    @Test
    void a_project_that_label_studio_has_deleted_is_forgotten() {
        sql.run("INSERT INTO agreement.data_manager (project_id) VALUES (999999)");
        store.forget().await().indefinitely();
        assertEquals(List.of((long) project), sql.column("SELECT project_id FROM agreement.data_manager"));
    }
}
