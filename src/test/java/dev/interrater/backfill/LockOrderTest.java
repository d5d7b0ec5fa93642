package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that lock several jobs of an organization. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class LockOrderTest {
    private static final String FAIL =
            "UPDATE agreement.backfill_job SET status = 'FAILED', completed_at = now(), error_message = 'x' WHERE id = ";

    private final Sql sql = Sql.main();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    private RequestSpecification owner() {
        return RestAssured.given()
                .header("Authorization", "Token " + organization.owner().token())
                .contentType("application/json");
    }

    /**
     * A cancellation finds three jobs in flight. While it waits for the first, the first two end; it keeps the locks it gets
     * on them. A call for all projects cancels the third, and then queues the first two again.
     */
    @Test
    void a_cancellation_and_a_call_for_all_projects_never_wait_for_each_other() throws Exception {
        long first = organization.job(organization.project(), "QUEUED");
        long second = organization.job(organization.project(), "QUEUED");
        organization.job(organization.project(), "QUEUED");
        CompletableFuture<Integer> cancellation;
        CompletableFuture<Integer> trigger;
        try (Connection one = sql.connect();
                Connection two = sql.connect()) {
            run(one, "SELECT FROM agreement.backfill_job WHERE id = " + first + " FOR UPDATE");
            cancellation = supplyAsync(() -> owner().delete(BACKFILL).statusCode());
            awaitWaiting(1);
            sql.run(FAIL + second);
            run(two, "SELECT FROM agreement.backfill_job WHERE id = " + second + " FOR UPDATE");
            run(one, FAIL + first);
            one.commit();
            awaitWaiting(1);
            trigger = supplyAsync(() ->
                    owner().body("{\"all_projects\": true}").post(BACKFILL).statusCode());
            awaitWaiting(2);
            two.commit();
        }

        assertEquals(200, cancellation.get());
        assertEquals(201, trigger.get());
    }

    private static void run(Connection connection, String statement) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private void awaitWaiting(long statements) {
        await().atMost(Duration.ofMinutes(2)).until(() -> sql.<Long>value("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE usename = 'interrater' AND wait_event_type = 'Lock' AND query LIKE '%backfill_job%'
                        """) == statements);
    }

    @ParameterizedTest
    @CsvSource({"1, 201", "2, 503"})
    void a_transaction_that_the_database_ends_for_a_deadlock_is_tried_once_more(int deadlocks, int status) {
        sql.run("""
                CREATE SEQUENCE agreement.deadlocks;
                GRANT USAGE ON SEQUENCE agreement.deadlocks TO interrater;
                CREATE FUNCTION agreement.deadlock() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('agreement.deadlocks') <= %d THEN
                        RAISE EXCEPTION USING ERRCODE = '40P01';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER deadlock BEFORE INSERT ON agreement.backfill_job
                    FOR EACH ROW WHEN (NEW.organization_id = %d) EXECUTE FUNCTION agreement.deadlock();
                """.formatted(deadlocks, organization.id()));
        try {
            assertEquals(
                    status,
                    owner().body("{\"project_id\": " + organization.project() + "}")
                            .post(BACKFILL)
                            .statusCode());
        } finally {
            sql.run("DROP FUNCTION agreement.deadlock() CASCADE; DROP SEQUENCE agreement.deadlocks");
        }
    }
}
