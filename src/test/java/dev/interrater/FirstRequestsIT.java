package dev.interrater;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import dev.interrater.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What an instance that starts on a request is asked first, of a database that has its schema. With {@code -Daot} the cache is made
 * of what Java loads for this; what other requests need is loaded when they come.
 */
class FirstRequestsIT {
    /** Options of the virtual machine, divided by spaces. */
    private static final String OPTIONS = System.getProperty("service.options", "");

    /** As in production, where a good part of the first connection is what proves that the password is known. */
    private static void askForPasswords() throws IOException {
        Sql.main().run("ALTER ROLE interrater PASSWORD 'interrater'");
        Path rules = Path.of(Sql.main().<String>value("SHOW hba_file"));
        Files.writeString(rules, "host first interrater all scram-sha-256\n" + Files.readString(rules));
        Sql.main().run("SELECT pg_reload_conf()");
        await().until(FirstRequestsIT::isRefusedWithoutPassword);
    }

    private static boolean isRefusedWithoutPassword() {
        try {
            Sql.as("interrater", TestDatabase.server().port(), "first").value("SELECT 1");
            return false;
        } catch (IllegalStateException e) {
            return e.getMessage().contains("password");
        }
    }

    @Test
    void a_new_instance_knows_its_settings_and_answers_probes_and_the_status_by_either_token() throws Exception {
        TestDatabase.create("first", "/label-studio/community.sql");
        askForPasswords();
        Map<String, String> environment = new HashMap<>(TestDatabase.environment(
                "first",
                Map.of("INTERRATER_LIVE_ENABLED", "true", "INTERRATER_AUTH_SECRET_KEY", TestDatabase.SECRET_KEY)));
        TestDatabase.migrate(environment);
        environment.put("INTERRATER_DATABASE_MIGRATE_AT_START", "false");
        Organization organization = Organization.createIn(Sql.in("first"));
        int project = organization.project();
        long job = organization.job(project, "COMPLETED");
        Organization.User owner = organization.owner();

        try (Service service = Service.launch(environment, OPTIONS.isEmpty() ? new String[0] : OPTIONS.split(" "))
                .awaitStart()) {
            for (String probe : List.of("/q/health/started", "/q/health/live", "/q/health/ready", "/q/metrics")) {
                assertEquals(200, service.manage(probe).statusCode(), service.output()::toString);
            }
            for (String query : List.of("", "?project_id=" + project, "?job_id=" + job)) {
                assertEquals(200, service.get(STATUS + query, owner.token()).statusCode(), service.output()::toString);
                assertEquals(
                        200,
                        service.getAs(STATUS + query, "Bearer " + Tokens.access(owner.id()))
                                .statusCode(),
                        service.output()::toString);
            }
            assertEquals(401, service.get(STATUS, null).statusCode());
            assertEquals(
                    404,
                    service.get(STATUS + "?job_id=" + (job + 1), owner.token()).statusCode());
            assertTrue(
                    service.output().stream().noneMatch(line -> line.contains("Unrecognized configuration key")),
                    service.output()::toString);
        }
    }
}
