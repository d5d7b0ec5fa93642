package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of both kinds of one project: the queue runs one at a time. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class ProjectTurnsTest {
    private static final String AGREEMENT = "AGREEMENT";
    private static final String VALUE_COUNTS = "VALUE_COUNTS";
    private static final String EXPIRE =
            "UPDATE agreement.backfill_job SET lease_until = now() - interval '1 s' WHERE id = ? AND attempt = ?";

    @Inject
    JobQueue queue;

    private final Sql sql = Sql.in("worker");
    private Organization organization;

    @BeforeEach
    void emptyQueue() {
        sql.run("DELETE FROM agreement.backfill_job");
        organization = Organization.createIn(sql);
    }

    private long queued(int project, String kind) {
        return organization.job(project, "QUEUED", Map.of("kind", "'" + kind + "'"));
    }

    private Optional<Claim> claim() {
        return queue.claim("test").await().indefinitely();
    }

    private long claimed() {
        return claim().orElseThrow().jobId();
    }

    @Test
    void the_job_that_was_asked_for_first_comes_first_and_the_other_waits_for_its_end() {
        int project = organization.project();
        long first = queued(project, VALUE_COUNTS);
        long second = queued(project, AGREEMENT);
        long elsewhere = queued(organization.project(), AGREEMENT);

        Claim claim = claim().orElseThrow();
        assertEquals(first, claim.jobId());
        assertEquals(elsewhere, claimed());
        assertTrue(claim().isEmpty());

        queue.fail(claim, "It broke").await().indefinitely();
        assertEquals(second, claimed());
    }

    @Test
    void a_job_does_not_wait_for_one_that_rests_or_is_not_queued_yet() {
        int project = organization.project();
        long resting = queued(project, AGREEMENT);
        queue.breakOff(claim().orElseThrow(), "no space left").await().indefinitely();
        long next = queued(project, VALUE_COUNTS);
        int other = organization.project();
        organization.job(other, "PENDING");
        long last = queued(other, VALUE_COUNTS);

        Claim running = claim().orElseThrow();
        assertEquals(next, running.jobId());
        assertEquals(last, claimed());
        sql.run("UPDATE agreement.backfill_job SET not_before = now() WHERE id = ?", resting);
        assertTrue(claim().isEmpty()); // it is the turn of the other now, however long this one has waited

        queue.fail(running, "It broke").await().indefinitely();
        assertEquals(resting, claimed());
    }

    @Test
    void a_project_whose_worker_vanished_is_free_when_its_lease_has_run_out() {
        int project = organization.project();
        long first = queued(project, AGREEMENT);
        long second = queued(project, VALUE_COUNTS);
        Claim claim = claim().orElseThrow();
        sql.run(EXPIRE, first, claim.attempt());
        assertTrue(claim().isEmpty());

        queue.rescue().await().indefinitely();

        Claim again = claim().orElseThrow();
        assertEquals(first, again.jobId());
        queue.fail(again, "It broke").await().indefinitely();
        assertEquals(second, claimed());
    }

    @Test
    void claims_at_the_same_time_take_one_job_of_each_project() {
        List<Integer> projects = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            projects.add(organization.project());
            queued(projects.get(i), i % 2 == 0 ? AGREEMENT : VALUE_COUNTS);
            queued(projects.get(i), i % 2 == 0 ? VALUE_COUNTS : AGREEMENT);
        }
        List<Uni<Optional<Claim>>> claims = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            claims.add(queue.claim("worker " + i));
        }

        List<Integer> claimed = Uni.join().all(claims).andFailFast().await().indefinitely().stream()
                .flatMap(Optional::stream)
                .map(claim -> claim.projectId().intValue())
                .sorted()
                .toList();

        assertEquals(projects, claimed);
    }

    /** It waits for a worker that takes the other job at this very moment, and is refused by the index. */
    @Test
    void a_claim_that_comes_too_late_for_a_project_takes_the_next_job() throws Exception {
        int project = organization.project();
        queued(project, AGREEMENT);
        long younger = queued(project, VALUE_COUNTS);
        long elsewhere = queued(organization.project(), AGREEMENT);
        CompletableFuture<Optional<Claim>> claim;
        try (Connection faster = sql.connect();
                Statement statement = faster.createStatement()) {
            faster.setAutoCommit(false);
            statement.execute(
                    "UPDATE agreement.backfill_job SET status = 'RUNNING', started_at = now() WHERE id = " + younger);
            claim = queue.claim("test").subscribeAsCompletionStage();
            await().until(() -> sql.<Long>value("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE datname = 'worker' AND wait_event_type = 'Lock' AND query LIKE '%waiting AS%'")
                    == 1);
            faster.commit();
        }

        assertEquals(elsewhere, claim.get().orElseThrow().jobId());
    }

    /** Workers that end jobs, hand them back and vanish, as it happens. Each claim must succeed, and none may be stuck. */
    @Test
    void whatever_workers_do_every_job_ends_and_no_project_has_two_at_once() throws Exception {
        for (int i = 0; i < 12; i++) {
            int project = organization.project();
            queued(project, i % 2 == 0 ? AGREEMENT : VALUE_COUNTS);
            queued(project, i % 2 == 0 ? VALUE_COUNTS : AGREEMENT);
        }
        AtomicInteger seeds = new AtomicInteger();

        List<List<Long>> busy = Storm.of(4, () -> {
            Random random = new Random(seeds.incrementAndGet());
            List<Long> most = new ArrayList<>();
            while (inFlight() > 0) {
                Optional<Claim> claim = queue.claim("worker").await().indefinitely();
                most.add(sql.value("SELECT coalesce(max(jobs), 0) FROM (SELECT count(*) AS jobs"
                        + " FROM agreement.backfill_job WHERE status = 'RUNNING' GROUP BY project_id) AS running"));
                claim.ifPresentOrElse(
                        taken -> work(random.nextInt(5), taken),
                        () -> queue.rescue().await().indefinitely());
            }
            return most;
        });

        assertTrue(busy.stream().flatMap(List::stream).allMatch(jobs -> jobs <= 1), busy::toString);
        assertEquals(
                List.of(24L),
                sql.column("SELECT count(*) FROM agreement.backfill_job WHERE status IN ('COMPLETED', 'FAILED')"));
    }

    private long inFlight() {
        return sql.<Long>value(
                "SELECT count(*) FROM agreement.backfill_job WHERE status IN ('PENDING', 'QUEUED', 'RUNNING')");
    }

    private void work(int what, Claim claim) {
        switch (what) {
            case 0 -> queue.handBack(claim).await().indefinitely();
            case 1 -> sql.run(EXPIRE, claim.jobId(), claim.attempt());
            default -> queue.fail(claim, "It broke").await().indefinitely();
        }
    }
}
