package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.RestartableDatabase;
import dev.interrater.testing.Service;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker whose database turns out to be a standby, where nothing can be listened to. */
class StandbyIT {
    private static final String STATUS = "/api/dimensions/backfill/status/";
    /** The pool's for requests, at most; far fewer than a second's worth of listeners would add up to. */
    private static final int CONNECTIONS = 8;

    @Test
    void a_worker_on_a_standby_piles_up_no_connections_and_the_api_is_read() throws Exception {
        try (RestartableDatabase database = RestartableDatabase.start()) {
            try (Service service =
                    Service.launch(environment(database, Map.of())).awaitStart()) {
                assertTrue(service.listens());
            }
            Organization organization = Organization.createIn(database.sql());
            organization.job(organization.project(), "QUEUED");
            database.stop();
            database.becomeStandby();
            database.startAgain();

            try (Service service = Service.launch(
                            environment(database, Map.of("INTERRATER_DATABASE_MIGRATE_AT_START", "false")))
                    .awaitStart()) {
                await().atMost(Duration.ofMinutes(1)).until(() -> failures(service) > 12);

                assertTrue(connections(database) <= CONNECTIONS, connections(database) + " connections");
                assertEquals(
                        200, service.get(STATUS, organization.owner().token()).statusCode());
            }
        }
    }

    private static long failures(Service service) {
        return service.output().stream()
                .filter(line -> line.contains("Not listening to the job table"))
                .count();
    }

    private static long connections(RestartableDatabase database) {
        return database.sql().<Long>value("SELECT count(*) FROM pg_stat_activity WHERE usename = 'interrater'");
    }

    private static Map<String, String> environment(RestartableDatabase database, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + database.port() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "interrater",
                "QUARKUS_DATASOURCE_PASSWORD", "interrater"));
        all.putAll(more);
        return all;
    }
}
