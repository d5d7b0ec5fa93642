package dev.interrater.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.agreement.ProjectWrites;
import dev.interrater.dimension.Fingerprint;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has lost a project writes nothing of it, and no change of one that is busy is forgotten. The worker itself is off. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class LiveFenceTest extends FollowedProject {
    private static final Duration LEASE = Duration.ofMinutes(1);

    @Inject
    LiveStore store;

    @Inject
    ChangeWatch watch;

    @Inject
    ProjectWrites writes;

    /** Others of this database are none of this test's. */
    @BeforeEach
    void nobodyElseIsFollowed() {
        compared();
        sql.run("DELETE FROM agreement.followed_project");
        // And a watcher that has found another one begins anew.
        sql.run("UPDATE agreement.change_watch SET watcher = 'another', lease_until = now() + interval '50 s'");
        watch.look(LEASE).await().indefinitely();
        sql.run("UPDATE agreement.change_watch SET lease_until = NULL, settled_until = now()");
        follow(organization, labelling.project());
    }

    private void follow(Organization of, int project) {
        sql.run(
                "INSERT INTO agreement.followed_project (project_id, organization_id, is_complete, swept_at)"
                        + " VALUES (?, ?, true, now())",
                project,
                of.id());
    }

    private void changed(int project, long task) {
        sql.run("INSERT INTO agreement.changed_task (project_id, task_id) VALUES (?, ?)", project, task);
        sql.run("UPDATE agreement.followed_project SET is_changed = true WHERE project_id = ?", project);
    }

    private void compared() {
        sql.run("DELETE FROM agreement.changed_task");
        sql.run("UPDATE agreement.followed_project SET is_changed = false, is_wanted = false");
    }

    private LiveClaim claim() {
        return store.claim().await().indefinitely().orElseThrow();
    }

    private void write(LiveClaim claim) {
        store.write(claim, transaction -> Uni.createFrom().voidItem()).await().indefinitely();
    }

    private void search() {
        watch.look(LEASE, true).await().indefinitely();
    }

    private List<Long> waiting() {
        return sql.column("SELECT task_id FROM agreement.changed_task WHERE project_id = ?", labelling.project());
    }

    @Test
    void a_project_is_claimed_once_and_whoever_has_lost_it_writes_nothing() {
        changed(labelling.project(), task);
        LiveClaim slow = claim();
        assertEquals(Optional.empty(), store.claim().await().indefinitely());
        sql.run("UPDATE agreement.followed_project SET lease_until = now() - interval '1 s'");
        LiveClaim next = claim();

        assertThrows(ClaimLostException.class, () -> write(slow));
        assertThrows(ClaimLostException.class, () -> store.renew(slow).await().indefinitely());
        store.finish(slow).await().indefinitely();
        store.breakOff(slow).await().indefinitely();
        store.gone(slow).await().indefinitely();
        write(next);
        store.finish(next).await().indefinitely();
        assertThrows(ClaimLostException.class, () -> write(next), "it is nobody's now");
    }

    @Test
    void a_project_does_not_wait_for_a_worker_that_was_killed_as_long_as_a_job_does() {
        changed(labelling.project(), task);
        LiveClaim claim = claim();
        assertEquals(true, project("lease_until - served_at = interval '8 s'"));
        sql.run("UPDATE agreement.followed_project SET lease_until = now()");
        store.renew(claim).await().indefinitely();
        assertEquals(true, project("lease_until > served_at AND lease_until <= now() + interval '8 s'"));
    }

    @Test
    void a_lease_lasts_from_the_moment_it_is_renewed_however_long_ago_the_transaction_began() {
        changed(labelling.project(), task);
        boolean isLonger = store.write(
                        claim(),
                        transaction -> transaction
                                .preparedQuery("SELECT lease_until > now() + interval '8 s' AS is_longer"
                                        + " FROM agreement.followed_project WHERE project_id = $1")
                                .execute(Tuple.of(labelling.project()))
                                .map(rows -> rows.iterator().next().getBoolean("is_longer")))
                .await()
                .indefinitely();
        assertTrue(isLonger);
    }

    private Object project(String expression) {
        return sql.value(
                "SELECT %s FROM agreement.followed_project WHERE project_id = ?".formatted(expression),
                labelling.project());
    }

    @Test
    void what_was_read_before_a_job_began_is_not_written_after_it() {
        changed(labelling.project(), task);
        LiveClaim claim = claim();
        long job = organization.job(labelling.project(), "RUNNING");
        assertThrows(ClaimLostException.class, () -> write(claim), "a job runs");

        store.inTransaction(transaction -> writes.jobBegins(transaction, labelling.project(), organization.id()))
                .await()
                .indefinitely();
        sql.run("UPDATE agreement.backfill_job SET status = 'COMPLETED', completed_at = now() WHERE id = ?", job);
        assertThrows(ClaimLostException.class, () -> write(claim), "a job has run");
        store.handBack(claim).await().indefinitely();
        write(claim());
    }

    @Test
    void while_a_job_runs_nothing_is_claimed() {
        changed(labelling.project(), task);
        organization.job(labelling.project(), "RUNNING");

        assertEquals(Optional.empty(), store.claim().await().indefinitely());
    }

    @Test
    void the_organization_that_was_served_longest_ago_comes_first() {
        Organization small = Organization.createIn(sql);
        int other = Labelling.create(sql, organization, CONFIG).project();
        int single = Labelling.create(sql, small, CONFIG).project();
        follow(organization, other);
        follow(small, single);
        changed(labelling.project(), task);
        changed(other, task);
        LiveClaim first = claim();
        assertEquals(organization.id(), first.organizationId());

        changed(single, task);
        assertEquals(single, claim().projectId());
        assertEquals(other, claim().projectId());
    }

    @Test
    void what_breaks_off_again_and_again_rests_no_longer_than_some_minutes() {
        changed(labelling.project(), task);
        sql.run("UPDATE agreement.followed_project SET fruitless = 5000");
        store.breakOff(claim()).await().indefinitely();

        assertTrue(sql.<Boolean>value("SELECT not_before BETWEEN now() + interval '1 min' AND now() + interval '10 min'"
                + " FROM agreement.followed_project"));
    }

    @Test
    void a_change_noticed_meanwhile_is_not_taken_for_compared() {
        changed(labelling.project(), task);
        LiveClaim claim = claim();
        long notice = store.changed(claim, 10).await().indefinitely().get(0).getLong("notice");
        touch();
        watch.look(LEASE).await().indefinitely();

        store.write(
                        claim,
                        transaction ->
                                store.compared(transaction, claim, new Long[] {(long) task}, new Long[] {notice}))
                .await()
                .indefinitely();
        store.finish(claim).await().indefinitely();
        assertEquals(List.of((long) task), waiting());
        assertTrue(sql.<Boolean>value("SELECT is_changed FROM agreement.followed_project"));
    }

    @Test
    void a_change_of_a_project_that_is_busy_is_noticed_when_it_is_not_however_long_that_takes() throws SQLException {
        // Old enough to be behind what is settled as soon as that moves on.
        sql.run("UPDATE agreement.change_watch SET settled_until = now() - interval '1 h'");
        sql.run("UPDATE task SET updated_at = now() - interval '30 min' WHERE id = ?", task);
        for (int i = 0; i < 4; i++) {
            try (Connection connection = sql.connect();
                    Statement busy = connection.createStatement()) {
                connection.setAutoCommit(false);
                busy.execute("SELECT FROM agreement.followed_project FOR UPDATE");
                watch.look(LEASE).await().indefinitely();
                connection.rollback();
            }
        }
        assertEquals(List.of(), waiting());

        watch.look(LEASE).await().indefinitely();
        assertEquals(List.of((long) task), waiting());
    }

    @Test
    void only_one_process_looks_and_another_one_takes_over_when_it_is_gone() {
        watch.look(LEASE).await().indefinitely();
        compared();
        sql.run("UPDATE agreement.change_watch SET watcher = 'another', lease_until = now() + interval '50 s'");
        touch();
        watch.look(LEASE).await().indefinitely();
        assertEquals(List.of(), waiting());

        sql.run("UPDATE agreement.change_watch SET lease_until = now() - interval '1 s'");
        watch.look(LEASE).await().indefinitely();
        assertEquals(List.of((long) task), waiting());
    }

    @Test
    void where_nobody_has_written_since_the_look_before_nothing_is_missed_that_was_begun_before_it()
            throws SQLException {
        search();
        compared();
        try (Connection connection = sql.connect();
                PreparedStatement change =
                        connection.prepareStatement("UPDATE task SET updated_at = clock_timestamp() WHERE id = ?")) {
            connection.setAutoCommit(false);
            change.setInt(1, task);
            change.executeUpdate();
            search();
            search();
            assertEquals(List.of(), waiting());
            connection.commit();
        }
        search();
        assertEquals(List.of((long) task), waiting());

        compared();
        search();
        search();
        assertEquals(List.of(), waiting(), "it is known");
        touch();
        search();
        assertEquals(List.of((long) task), waiting());
    }

    @Test
    void while_nobody_writes_label_studios_tables_are_not_read_whatever_there_is_to_do() {
        sql.run("CREATE SEQUENCE agreement.reads");
        sql.run("GRANT ALL ON SEQUENCE agreement.reads TO PUBLIC");
        String function = "agreement.changes_since(timestamptz, bigint)";
        String definition = sql.value("SELECT pg_get_functiondef('" + function + "'::regprocedure)");
        sql.run("""
                CREATE OR REPLACE FUNCTION agreement.changes_since(moment timestamptz, at_most bigint)
                RETURNS TABLE (project_id bigint, task_id bigint, version bigint)
                LANGUAGE sql VOLATILE AS $$ SELECT NULL::bigint, NULL::bigint, nextval('agreement.reads') $$
                """);
        try {
            await().atMost(PATIENCE).until(() -> !isReadByLook());
            Object looked = sql.value("SELECT looked_at FROM agreement.change_watch");
            await().atMost(PATIENCE).until(() -> !isReadByLook());
            assertTrue(sql.<Boolean>value("SELECT looked_at > ? FROM agreement.change_watch", looked));

            sql.run("UPDATE agreement.followed_project SET swept_at = now() - interval '2 h', is_changed = true");
            await().atMost(PATIENCE).until(() -> !isReadByLook());
            ChangeWatch.Found found = watch.look(LEASE, true).await().indefinitely();
            assertTrue(found.isDue());
            assertTrue(found.isChanged());
        } finally {
            sql.run(definition);
            sql.run("DROP SEQUENCE agreement.reads");
        }
    }

    @Test
    void a_sweep_comes_to_be_due_while_nobody_writes() {
        search();
        search();
        compared();
        sql.run("UPDATE agreement.followed_project SET swept_at = now() - interval '1 h' + interval '2 s'");
        search();
        search();
        await().atMost(PATIENCE)
                .until(() ->
                        sql.<Boolean>value("SELECT swept_at < now() - interval '1 h' FROM agreement.followed_project"));
        assertTrue(watch.look(LEASE, true).await().indefinitely().isDue());
    }

    private boolean isReadByLook() {
        String reads = "SELECT last_value - (NOT is_called)::int FROM agreement.reads";
        long before = sql.value(reads);
        search();
        return sql.<Long>value(reads) > before;
    }

    @Test
    void a_date_of_an_hour_ago_is_news_once_and_not_before_its_transaction_has_ended() throws SQLException {
        search();
        search();
        compared();
        try (Connection connection = sql.connect();
                Statement change = connection.createStatement()) {
            connection.setAutoCommit(false);
            change.execute("UPDATE task SET updated_at = now() - interval '1 h'");
            search();
            search();
            assertEquals(List.of(), waiting());
            connection.commit();
        }
        search();
        assertEquals(List.of((long) task), waiting());

        compared();
        search();
        search();
        assertEquals(List.of(), waiting(), "it is known");
    }

    @Test
    void a_date_of_an_hour_ago_is_found_by_another_watcher() {
        search();
        search();
        compared();
        sql.run("UPDATE agreement.change_watch SET watcher = 'another', lease_until = now() + interval '50 s'");
        sql.run("UPDATE task SET updated_at = now() - interval '1 h'");
        search();
        assertEquals(List.of(), waiting());

        sql.run("UPDATE agreement.change_watch SET lease_until = now() - interval '1 s'");
        search();
        assertEquals(List.of((long) task), waiting());
    }

    @Test
    void a_sweep_is_left_out_while_nothing_is_written_unless_the_rules_have_changed() {
        for (int rules : List.of(Fingerprint.RULES, Fingerprint.RULES - 1)) {
            sql.run(
                    "UPDATE agreement.followed_project SET swept_at = now() - interval '2 h', sweep_writes = agreement.written_rows(),"
                            + " basis = agreement.comparison_basis(?, project_id)",
                    rules);
            // Statistics of what was written before may arrive in between.
            await().atMost(PATIENCE).until(() -> {
                sql.run("UPDATE agreement.followed_project SET sweep_writes = agreement.written_rows()");
                store.skipSweeps().await().indefinitely();
                return sql.<Boolean>value(
                        "SELECT sweep_writes = agreement.written_rows() FROM agreement.followed_project");
            });
            assertEquals(
                    rules == Fingerprint.RULES,
                    sql.<Boolean>value("SELECT swept_at > now() - interval '1 h' FROM agreement.followed_project"));
        }
    }

    @Test
    void a_search_for_late_dates_that_fails_keeps_no_further_look_from_its_changes() {
        search();
        search();
        String function = "agreement.late_changes(timestamptz, bigint, bigint)";
        String definition = sql.value("SELECT pg_get_functiondef('" + function + "'::regprocedure)");
        sql.run("""
                CREATE OR REPLACE FUNCTION agreement.late_changes(moment timestamptz, number bigint, at_most bigint)
                RETURNS TABLE (project_id bigint, task_id bigint, version bigint)
                LANGUAGE plpgsql STABLE AS $$ BEGIN PERFORM pg_sleep(1); RAISE 'too slow'; END $$
                """);
        try {
            touch();
            assertThrows(RuntimeException.class, this::search);
            watch.look(LEASE).await().indefinitely();
            assertEquals(List.of((long) task), waiting());
        } finally {
            sql.run(definition);
        }
    }
}
