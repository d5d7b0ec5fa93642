package dev.interrater.web;

import static dev.interrater.testing.Api.JOBS;
import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Connections;
import dev.interrater.testing.Management;
import dev.interrater.testing.Organization;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that hang up while they wait take nothing from others: neither connections to the database nor answers. */
@QuarkusTest
@TestProfile(LeavingClientsTest.Patient.class)
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class LeavingClientsTest {
    /** Locks are held for as long as the test takes. */
    public static final class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("interrater.database.patience", "1M");
        }
    }

    private static final List<String> PATHS = List.of(
            STATUS,
            STATUS + "?project_id=%d",
            JOBS,
            "/api/projects/%d/dimensions/",
            "/api/projects/%d/agreement/freshness",
            "/api/projects/%d/agreement/tasks",
            "/api/projects/%d/agreement/participants",
            "/api/projects/%d/stats/total_agreement",
            "/api/projects/%d/stats/IAA",
            "/api/projects/%d/stats/finished",
            "/api/agreement/projects");

    @Inject
    Pool pool;

    private final Sql sql = Sql.in("worker");
    private Organization organization;
    private int project;

    @BeforeEach
    void createProject() {
        organization = Organization.createIn(sql);
        project = organization.project();
        organization.job(project, "COMPLETED");
    }

    private Socket ask(String path, String accept) throws IOException {
        Socket socket = RawHttp.connect();
        socket.getOutputStream()
                .write(("GET " + path.formatted(project) + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept
                                + "\r\nConnection: close\r\nAuthorization: Token "
                                + organization.owner().token() + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private long waiting() {
        return count("wait_event_type = 'Lock'");
    }

    /** Connections of others in such a state. */
    private long count(String state) {
        return sql.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND " + state);
    }

    private static int active() {
        return Management.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_active_requests"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void allAreAnswered() {
        for (String path : PATHS) {
            assertTrue(Api.as(organization.owner()).get(path.formatted(project)).statusCode() < 300, path);
        }
    }

    @Test
    void connections_to_the_database_are_given_back() throws Exception {
        allAreAnswered();
        for (int round = 0; round < 3; round++) {
            List<Socket> clients = new ArrayList<>();
            try (Connection connection = sql.connect();
                    Statement lock = connection.createStatement()) {
                await().until(() -> count("state = 'active'") == 0); // lest locks be taken in another order
                connection.setAutoCommit(false);
                lock.execute("LOCK TABLE agreement.backfill_job, agreement.dimension, agreement.followed_project,"
                        + " agreement.task_agreement, agreement.agreement_matrix");
                for (int i = 0; i < 4; i++) {
                    for (String path : PATHS) {
                        clients.add(ask(path, "application/json"));
                        clients.add(ask(path, "text/csv, */*;q=0.5"));
                    }
                }
                // Others of them wait for a connection.
                await().until(() -> waiting() == Connections.most());
                for (Socket client : clients) {
                    client.close();
                }
                await().until(() -> active() == 0);
                connection.rollback();
            }
        }
        Connections.giveBack(Connections.all(pool));
        allAreAnswered();
    }

    @Test
    void whoever_shares_a_read_is_answered() throws IOException, SQLException {
        String path = STATUS + "?project_id=%d";
        Api.as(organization.owner()).get(path.formatted(project)).then().statusCode(200);
        try (Connection connection = sql.connect();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("LOCK TABLE agreement.backfill_job");
            Socket first = ask(path, "application/json");
            await().until(() -> waiting() == 1);
            Socket leaving = ask(path, "application/json");
            Socket staying = ask(path, "application/json");
            await().until(() -> active() == 3);
            leaving.close();
            await().until(() -> active() <= 2);
            connection.rollback();
            for (Socket answered : List.of(first, staying)) {
                try (answered) {
                    String answer = new String(answered.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
                }
            }
        }
    }
}
