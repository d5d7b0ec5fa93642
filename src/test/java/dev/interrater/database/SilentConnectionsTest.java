package dev.interrater.database;

import static dev.interrater.testing.Api.STATUS;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.DatabaseProxy;
import dev.interrater.testing.Management;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections on which the database says nothing more, and statements that take too long: every request is answered in time. */
@QuarkusTest
@TestProfile(SilentConnectionsTest.Impatient.class)
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.PROXY, value = "true"))
class SilentConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** What is promised, and what a busy machine may add to it. */
    private static final Duration BOUND = PATIENCE.plusSeconds(7);

    private static final int CALLERS = 40;

    /** Waits for less long than usual, so that this need not. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("interrater.database.patience", PATIENCE.toSeconds() + "S");
        }
    }

    @AfterEach
    void mend() {
        DatabaseProxy.mend();
        await().until(() -> Management.get("/q/health/ready").statusCode() == 200);
    }

    private static int status(Organization.User user, String query) {
        long before = System.nanoTime();
        int status = given().header("Authorization", "Token " + user.token())
                .get(STATUS + query)
                .statusCode();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertTrue(took.compareTo(BOUND) < 0, status + " after " + took);
        return status;
    }

    /** Opens all connections of the pool. */
    private static Organization busy() throws Exception {
        Organization organization = Organization.create();
        organization.job(organization.project(), "QUEUED");
        Storm.of(CALLERS, () -> status(organization.member(), ""));
        await().until(() -> status(organization.owner(), "") == 200);
        return organization;
    }

    @Test
    void connections_gone_silent_are_answered_503_in_time_and_replaced() throws Exception {
        Organization organization = busy();
        DatabaseProxy.silence();

        List<Integer> statuses = Storm.of(CALLERS, () -> status(organization.administrator(), ""));

        assertTrue(statuses.contains(503), statuses.toString());
        assertTrue(List.of(200, 503).containsAll(statuses), statuses.toString());
        await().atMost(BOUND).until(() -> status(organization.administrator(), "") == 200);
    }

    @Test
    void readiness_tells_of_connections_gone_silent_although_new_ones_work() throws Exception {
        Organization organization = busy();
        DatabaseProxy.silence();

        Storm.of(CALLERS, () -> status(organization.administrator(), ""));

        assertEquals(503, Management.get("/q/health/ready").statusCode());
        await().until(() -> Management.get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void a_database_that_takes_connections_and_answers_nothing_is_503_in_time() throws Exception {
        Organization organization = busy();
        DatabaseProxy.hang();

        for (int round = 0; round < 2; round++) {
            assertEquals(
                    List.of(503),
                    Storm.of(CALLERS, () -> status(organization.administrator(), "")).stream()
                            .distinct()
                            .toList());
        }
        DatabaseProxy.mend();
        await().until(() -> status(organization.administrator(), "") == 200);
    }

    @Test
    void some_backends_that_stand_still_are_503_in_time_and_readiness_tells_of_them() throws Exception {
        Organization organization = busy();
        List<Integer> backends = Sql.main()
                .column(
                        "SELECT pid FROM pg_stat_activity WHERE datname = 'postgres' AND usename = 'interrater' LIMIT 5");
        backends.forEach(backend -> Service.kill("STOP", backend));
        try {
            List<Integer> statuses = Storm.of(CALLERS, () -> status(organization.administrator(), ""));

            assertEquals(Set.of(200, 503), Set.copyOf(statuses), statuses::toString);
            assertEquals(503, Management.get("/q/health/ready").statusCode());
            await().until(() -> status(organization.administrator(), "") == 200);
        } finally {
            backends.forEach(backend -> Service.kill("CONT", backend));
        }
    }

    @Test
    void a_look_up_that_was_late_is_not_handed_to_those_who_ask_after_it() throws Exception {
        Organization organization = busy();
        Organization.User user = organization.administrator();
        DatabaseProxy.hang();
        assertEquals(503, status(user, ""));
        DatabaseProxy.mend();

        await().until(() -> status(user, "") == 200);
    }

    @Test
    void a_table_that_is_locked_is_503_in_time_and_costs_no_connection() throws Exception {
        Organization organization = busy();
        try (Connection other = Sql.main().connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE agreement.backfill_job");

            assertEquals(503, status(organization.owner(), ""));
            assertEquals(503, status(organization.owner(), "?project_id=1"));
            assertEquals(503, Management.get("/q/health/ready").statusCode());
            assertEquals(0L, Sql.main().<Long>value("""
                            SELECT count(*) FROM pg_stat_activity
                             WHERE usename = 'interrater' AND wait_event_type = 'Lock' AND now() - query_start > interval '10 s'"""));
        }
        await().until(() -> status(organization.owner(), "") == 200);
    }
}
