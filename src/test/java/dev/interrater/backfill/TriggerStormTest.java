package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.VALUE_COUNTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.JobTransitions;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.Tally;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many calls at the same moment. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TriggerStormTest {
    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        JobTransitions.record();
        organization = Organization.create();
    }

    private Response trigger(String path, String body) {
        return RestAssured.given()
                .header("Authorization", "Token " + organization.owner().token())
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private Response triggerInTurn(String body) {
        return triggerInTurn(BACKFILL, body);
    }

    /** Who is told to try again, does. */
    private Response triggerInTurn(String path, String body) {
        Response answer = trigger(path, body);
        while (answer.statusCode() == 503) {
            answer = trigger(path, body);
        }
        return answer;
    }

    private int cancel(String path) {
        return RestAssured.given()
                .header("Authorization", "Token " + organization.owner().token())
                .delete(path)
                .statusCode();
    }

    @Test
    void a_hundred_triggers_of_one_project_give_one_job_of_each_kind() throws Exception {
        int project = organization.project();
        AtomicInteger calls = new AtomicInteger();

        List<Integer> answers = Storm.of(
                100,
                () -> triggerInTurn(
                                calls.incrementAndGet() % 2 == 0 ? BACKFILL : VALUE_COUNTS,
                                "{\"project_id\": " + project + "}")
                        .statusCode());

        assertEquals(2, Collections.frequency(answers, 201), answers::toString);
        assertEquals(98, Collections.frequency(answers, 400), answers::toString);
        assertEquals(
                List.of("AGREEMENT", "VALUE_COUNTS"),
                sql.column("SELECT kind FROM agreement.backfill_job WHERE project_id = ? ORDER BY kind", project));
    }

    @Test
    void calls_for_the_next_projects_queue_each_project_once() throws Exception {
        List<Integer> projects =
                IntStream.range(0, 200).mapToObj(i -> organization.project()).toList();

        List<List<Integer>> queued = Storm.of(16, () -> {
            List<Integer> mine = new java.util.ArrayList<>();
            int remaining = 1;
            while (remaining > 0) {
                Response answer = triggerInTurn("{\"num_projects\": 7}");
                assertEquals(201, answer.statusCode(), answer::asString);
                mine.addAll(answer.path("jobs.project_id"));
                remaining = answer.path("projects_remaining");
            }
            return mine;
        });

        assertEquals(projects, queued.stream().flatMap(List::stream).sorted().toList());
    }

    @Test
    void calls_that_wait_for_their_turn_keep_nobody_else_waiting() throws Exception {
        int project = organization.project();
        String turn = "(hashtextextended('backfill trigger AGREEMENT', " + organization.id() + "))";
        CompletableFuture<List<Integer>> waiting;
        try (Connection longCall = sql.connect();
                Statement statement = longCall.createStatement()) {
            statement.execute("SELECT pg_advisory_lock" + turn);
            waiting = CompletableFuture.supplyAsync(() -> triggerFifty(project));

            for (int i = 0; i < 40; i++) {
                assertEquals(404, status()); // 503 when those that wait had all connections
            }
            assertFalse(waiting.isDone());
        }
        List<Integer> answers = waiting.get();

        assertEquals(1, Collections.frequency(answers, 201), answers::toString);
        assertEquals(49, Collections.frequency(answers, 400), answers::toString);
    }

    private List<Integer> triggerFifty(int project) {
        try {
            return Storm.of(
                    50, () -> triggerInTurn("{\"project_id\": " + project + "}").statusCode());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private int status() {
        return RestAssured.given()
                .header("Authorization", "Token " + organization.owner().token())
                .get(BACKFILL + "status/")
                .statusCode();
    }

    @Test
    void a_call_whose_turn_does_not_come_is_told_to_try_again() throws Exception {
        String turn = "(hashtextextended('backfill trigger AGREEMENT', " + organization.id() + "))";
        try (Connection longCall = sql.connect();
                Statement statement = longCall.createStatement()) {
            statement.execute("SELECT pg_advisory_lock" + turn);

            assertEquals(201, trigger(VALUE_COUNTS, "{\"all_projects\": true}").statusCode());
            Response answer = trigger(BACKFILL, "{\"all_projects\": true}");

            assertEquals(503, answer.statusCode(), answer::asString);
            assertEquals("5", answer.header("Retry-After"));
            assertTrue(answer.<String>path("detail").startsWith("Another call"), answer::asString);
        }
        assertEquals(201, trigger(BACKFILL, "{\"all_projects\": true}").statusCode());
    }

    @Test
    void calls_of_every_kind_never_lock_each_other_out() throws Exception {
        List<Integer> projects =
                IntStream.range(0, 20).mapToObj(i -> organization.project()).toList();
        List<String> bodies = List.of(
                "{\"all_projects\": true}",
                "{\"num_projects\": 3}",
                "{\"project_id\": " + projects.get(19) + "}",
                "{\"project_id\": " + projects.get(0) + "}");

        List<Set<Integer>> answers = Storm.of(12, () -> {
            Set<Integer> statuses = new java.util.TreeSet<>();
            for (int i = 0; i < 10; i++) {
                String path = ThreadLocalRandom.current().nextBoolean() ? BACKFILL : VALUE_COUNTS;
                int call = ThreadLocalRandom.current().nextInt(6);
                statuses.add(
                        switch (call) {
                            case 0 -> cancel(path);
                            case 1 -> worked();
                            default -> triggerInTurn(path, bodies.get(call - 2)).statusCode();
                        });
            }
            return statuses;
        });

        answers.forEach(statuses -> assertTrue(Set.of(200, 201, 400).containsAll(statuses), statuses::toString));
        JobStates.assertLegal(organization);
        assertEquals(Tally.added(sql, organization), Tally.kept(sql, organization));
    }

    /** Claims a job and completes it, as a worker would. */
    private int worked() {
        List<Long> job;
        try {
            job = sql.column("""
                    UPDATE agreement.backfill_job SET status = 'RUNNING', started_at = clock_timestamp()
                     WHERE id = (SELECT id FROM agreement.backfill_job WHERE organization_id = ? AND status = 'QUEUED'
                                  ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
                     RETURNING id
                    """, organization.id());
        } catch (IllegalStateException refusal) {
            assertTrue(refusal.getMessage().contains("backfill_job_running_of_project"), refusal::getMessage);
            return 200; // the project's job of the other kind runs
        }
        job.forEach(id -> sql.run(
                "UPDATE agreement.backfill_job SET status = 'COMPLETED', completed_at = clock_timestamp()"
                        + " WHERE id = ? AND status = 'RUNNING'",
                id));
        return 200;
    }
}
