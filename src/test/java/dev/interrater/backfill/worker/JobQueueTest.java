package dev.interrater.backfill.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may take a job, and who may write to it. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class JobQueueTest {
    private static final String EXPIRE = "UPDATE agreement.backfill_job SET lease_until = now() - interval '1 s'";

    @Inject
    JobQueue queue;

    @Inject
    Pool pool;

    private final Sql sql = Sql.in("worker");
    private Organization organization;

    @BeforeEach
    void emptyQueue() {
        sql.run("DELETE FROM agreement.backfill_job");
        organization = Organization.createIn(sql);
    }

    private long queued() {
        return organization.job(organization.project(), "QUEUED");
    }

    private Claim claim() {
        return queue.claim("test").await().indefinitely().orElseThrow();
    }

    private String row(long job) {
        return sql.value("SELECT (to_jsonb(j) - 'lease_until')::text FROM agreement.backfill_job j WHERE id = ?", job);
    }

    private Object column(String column, long job) {
        return sql.value("SELECT " + column + " FROM agreement.backfill_job WHERE id = ?", job);
    }

    /** Claims a job as if it had rested long enough. */
    private Claim claimRested() {
        sql.run("UPDATE agreement.backfill_job SET not_before = now() WHERE not_before IS NOT NULL");
        return claim();
    }

    private Uni<Void> advance(Claim claim) {
        PageProgress page = new PageProgress(7, 3, 1, 2, 1, "task 7: broken");
        return pool.withTransaction(transaction -> queue.advance(transaction, claim, page));
    }

    @Test
    void an_empty_queue_gives_nothing() {
        assertTrue(queue.claim("test").await().indefinitely().isEmpty());
    }

    @Test
    void a_claim_starts_the_job() {
        long job = queued();

        Claim claim = claim();

        assertEquals(job, claim.jobId());
        assertEquals(1, claim.attempt());
        assertEquals("RUNNING", column("status", job));
        assertEquals("test", column("worker", job));
        assertEquals(true, column("started_at <= now() AND lease_until > now()", job));
        assertTrue(queue.claim("other").await().indefinitely().isEmpty());
    }

    @Test
    void jobs_claimed_at_the_same_time_go_to_one_each() {
        for (int i = 0; i < 30; i++) {
            queued();
        }
        List<Uni<Optional<Claim>>> claims = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            claims.add(queue.claim("worker " + i));
        }
        List<Long> claimed = Uni.join().all(claims).andFailFast().await().indefinitely().stream()
                .flatMap(Optional::stream)
                .map(Claim::jobId)
                .toList();

        assertEquals(30, claimed.size());
        assertEquals(30, claimed.stream().distinct().count());
    }

    @Test
    void organizations_take_turns_and_in_each_the_oldest_comes_first() {
        List<Long> many = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            many.add(queued());
        }
        Organization busy = organization;
        organization = Organization.createIn(sql);
        long single = queued();
        organization = busy;

        List<Long> order = List.of(claim().jobId(), claim().jobId(), claim().jobId());

        assertEquals(List.of(many.get(0), single, many.get(1)), order);
    }

    @Test
    void a_claim_costs_little_however_long_the_queue() {
        sql.run("""
                INSERT INTO agreement.backfill_job (organization_id, project_id, status, rq_job_id, triggered_by)
                SELECT ? + n % 20, 1000000 + n, 'QUEUED', gen_random_uuid(), 'test' FROM generate_series(1, 100000) n
                """, 1_000_000);
        sql.run("ANALYZE agreement.backfill_job");
        List<String> plan = new ArrayList<>();
        pool.preparedQuery("EXPLAIN (ANALYZE, BUFFERS) " + QueueSql.CLAIM)
                .execute(Tuple.of(
                        "test", Interval.of().seconds(30), Interval.of().minutes(10)))
                .await()
                .indefinitely()
                .forEach(row -> plan.add(row.getString(0)));

        Matcher pages = Pattern.compile("shared hit=(\\d+)")
                .matcher(plan.stream()
                        .filter(line -> line.contains("Buffers:"))
                        .findFirst()
                        .orElseThrow());
        assertTrue(pages.find());
        assertTrue(Integer.parseInt(pages.group(1)) < 500, () -> String.join("\n", plan));
    }

    @Test
    void a_worker_that_lost_its_job_to_another_writes_nothing() {
        long job = queued();
        Claim stale = claim();
        sql.run(EXPIRE);
        queue.rescue().await().indefinitely();
        assertEquals("QUEUED", column("status", job));
        refused(stale, job);

        Claim current = claim();
        assertEquals(2, current.attempt());
        refused(stale, job);

        advance(current).await().indefinitely();
        assertEquals(3L, column("tasks_processed", job));
        assertEquals("task 7: broken", column("last_error", job));
        pool.withTransaction(transaction -> queue.complete(transaction, current))
                .await()
                .indefinitely();
        refused(stale, job);
        refused(current, job);
        assertEquals("COMPLETED", column("status", job));
    }

    private void refused(Claim claim, long job) {
        String before = row(job);
        assertThrows(
                LeaseLostException.class, () -> queue.counted(claim, 9).await().indefinitely());
        assertThrows(LeaseLostException.class, () -> advance(claim).await().indefinitely());
        assertThrows(
                LeaseLostException.class,
                () -> pool.withTransaction(transaction -> queue.complete(transaction, claim))
                        .await()
                        .indefinitely());
        assertThrows(
                LeaseLostException.class,
                () -> pool.withTransaction(transaction -> queue.hold(transaction, claim))
                        .await()
                        .indefinitely());
        assertThrows(
                LeaseLostException.class,
                () -> pool.withTransaction(
                                transaction -> queue.begin(transaction, claim, UUID.randomUUID(), UUID.randomUUID()))
                        .await()
                        .indefinitely());
        assertFalse(queue.heartbeat(claim).await().indefinitely());
        assertFalse(queue.fail(claim, "No").await().indefinitely());
        assertFalse(queue.breakOff(claim, "No").await().indefinitely());
        assertFalse(queue.handBack(claim).await().indefinitely());
        assertEquals(before, row(job));
    }

    @Test
    void the_rescuer_puts_back_what_nobody_looks_after_and_nothing_else() {
        long alive = organization.job(
                organization.project(), "RUNNING", Map.of("lease_until", "now() + interval '1 min'", "attempt", "1"));
        long expired =
                organization.job(organization.project(), "RUNNING", Map.of("lease_until", "now() - interval '1 s'"));
        long without = organization.job(organization.project(), "RUNNING");
        long pending = organization.job(organization.project(), "PENDING");
        long ended = organization.job(organization.project(), "COMPLETED");
        String aliveBefore = row(alive);
        String endedBefore = row(ended);

        queue.rescue().await().indefinitely();

        for (long job : new long[] {expired, without, pending}) {
            assertEquals("QUEUED", column("status", job));
            assertEquals(true, column("rq_job_id IS NOT NULL AND lease_until IS NULL", job));
        }
        assertEquals(aliveBefore, row(alive));
        assertEquals(endedBefore, row(ended));
    }

    @Test
    void a_job_whose_attempts_all_break_off_fails_with_the_last_error() {
        long job = queued();
        for (int i = 1; i < 5; i++) {
            assertTrue(queue.breakOff(claimRested(), "error " + i).await().indefinitely());
            assertEquals("QUEUED", column("status", job));
        }
        assertTrue(queue.breakOff(claimRested(), "error 5").await().indefinitely());

        assertEquals("FAILED", column("status", job));
        assertEquals("Given up after 5 attempts: error 5", column("error_message", job));
    }

    @Test
    void a_job_rests_after_an_attempt_that_broke_off_and_longer_each_time() {
        long job = queued();
        for (double seconds : new double[] {5, 10, 20, 40}) {
            queue.breakOff(claimRested(), "no space left").await().indefinitely();
            assertTrue(queue.claim("test").await().indefinitely().isEmpty());
            assertEquals(
                    seconds,
                    ((Number) column("round(extract(epoch FROM not_before - now()) / 5) * 5", job)).doubleValue());
        }
        long other = queued();
        assertEquals(other, claim().jobId());
    }

    @Test
    void a_job_that_is_asked_for_for_later_stays_pending_until_then() {
        long job =
                organization.job(organization.project(), "PENDING", Map.of("not_before", "now() + interval '1 min'"));
        queue.rescue().await().indefinitely();
        assertEquals("PENDING", column("status", job));

        sql.run("UPDATE agreement.backfill_job SET not_before = now() WHERE id = ?", job);
        queue.rescue().await().indefinitely();
        assertEquals("QUEUED", column("status", job));
    }

    @Test
    void a_job_whose_workers_all_vanish_fails_with_the_last_error_that_there_was() {
        long job = queued();
        queue.breakOff(claim(), "the disk is full").await().indefinitely();
        for (int i = 2; i <= 5; i++) {
            claimRested();
            sql.run(EXPIRE);
            queue.rescue().await().indefinitely();
        }

        assertEquals("FAILED", column("status", job));
        assertEquals("Given up after 5 attempts: the disk is full", column("error_message", job));
    }

    @Test
    void attempts_that_make_progress_or_are_handed_back_do_not_count() {
        long job = queued();
        for (int i = 0; i < 10; i++) {
            queue.handBack(claimRested()).await().indefinitely();
            Claim claim = claim();
            advance(claim).await().indefinitely();
            queue.breakOff(claim, "killed").await().indefinitely();
        }

        assertEquals("QUEUED", column("status", job));
        assertEquals(20, column("attempt", job));
        assertEquals(30L, column("tasks_processed", job));
    }

    @Test
    void a_lease_from_before_the_clock_was_set_back_has_run_out() {
        long job = organization.job(
                organization.project(), "RUNNING", Map.of("lease_until", "now() + interval '1 h'", "attempt", "1"));

        queue.rescue().await().indefinitely();

        assertEquals("QUEUED", column("status", job));
    }

    @Test
    void a_rest_from_before_the_clock_was_set_back_is_over() {
        long waiting =
                organization.job(organization.project(), "QUEUED", Map.of("not_before", "now() + interval '1 h'"));
        long asked =
                organization.job(organization.project(), "PENDING", Map.of("not_before", "now() + interval '1 h'"));

        assertEquals(waiting, claim().jobId());
        queue.rescue().await().indefinitely();
        assertEquals("QUEUED", column("status", asked));
    }

    @Test
    void what_is_to_rest_for_ever_or_leased_for_ever_stays_as_it_is() {
        List<Long> jobs = List.of(
                organization.job(organization.project(), "QUEUED", Map.of("not_before", "timestamptz 'infinity'")),
                organization.job(organization.project(), "PENDING", Map.of("not_before", "timestamptz 'infinity'")),
                organization.job(
                        organization.project(),
                        "RUNNING",
                        Map.of("lease_until", "timestamptz 'infinity'", "attempt", "1")));

        assertTrue(queue.claim("test").await().indefinitely().isEmpty());
        queue.rescue().await().indefinitely();

        assertEquals(
                List.of("QUEUED", "PENDING", "RUNNING"),
                jobs.stream().map(job -> column("status", job)).toList());
    }
}
