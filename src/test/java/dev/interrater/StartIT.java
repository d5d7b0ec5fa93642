package dev.interrater;

import static dev.interrater.testing.Api.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the packaged service starts, and how it does not. */
class StartIT {
    @Test
    void without_a_database_it_says_in_one_sentence_what_is_missing() throws InterruptedException {
        try (Service service = Service.launch(Map.of()).awaitStart()) {
            assertEquals(1, service.exitCode());
            assertEquals(1, service.output().size(), service.output()::toString);
            assertTrue(service.output().get(0).contains("QUARKUS_DATASOURCE_REACTIVE_URL"), service.output()::toString);
        }
    }

    @Test
    void three_variables_suffice_and_replicas_may_start_at_once_and_again() throws Exception {
        TestDatabase.create("replicas", "/label-studio/community.sql");
        Map<String, String> environment = attachedTo("replicas");

        try (Service first = Service.launch(environment);
                Service second = Service.launch(environment);
                Service third = Service.launch(environment)) {
            for (Service replica : List.of(first, second, third)) {
                assertEquals(
                        200, replica.awaitStart().manage("/q/health/ready").statusCode(), replica.output()::toString);
                assertEquals(401, replica.get(STATUS, "nobody").statusCode());
            }
        }
        try (Service again = Service.launch(environment).awaitStart()) {
            assertEquals(401, again.get(STATUS, "nobody").statusCode(), again.output()::toString);
        }
        assertEquals(
                1L,
                Sql.in("replicas")
                        .<Long>value("SELECT count(*) FROM agreement.flyway_schema_history WHERE version = '1'"));
    }

    @Test
    void migrations_are_a_command_of_their_own_when_they_are_not_to_be_part_of_the_start() throws Exception {
        assumeTrue(Service.migrates(), "this package has no migrations");
        TestDatabase.create("migrated", "/label-studio/community.sql");
        Map<String, String> environment = new HashMap<>(attachedTo("migrated"));
        environment.put("INTERRATER_DATABASE_MIGRATE_AT_START", "false");
        Map<String, String> asBefore = new HashMap<>(attachedTo("migrated"));
        asBefore.put("QUARKUS_FLYWAY_ACTIVE", "false"); // what the setting was called

        try (Service api = Service.launch(asBefore).awaitStart()) {
            assertEquals(503, api.manage("/q/health/ready").statusCode(), api.output()::toString);
            assertNull(Sql.in("migrated").value("SELECT to_regclass('agreement.backfill_job')::text"));

            for (int i = 0; i < 2; i++) {
                try (Service migration = Service.command(environment, "migrate").awaitStart()) {
                    assertEquals(0, migration.exitCode(), migration.output()::toString);
                    assertFalse(migration.listens(), migration.output()::toString);
                }
            }
            Organization organization = Organization.createIn(Sql.in("migrated"));
            organization.job(organization.project(), "COMPLETED");
            assertEquals(200, api.get(STATUS, organization.owner().token()).statusCode(), api.output()::toString);
            assertEquals(200, api.manage("/q/health/ready").statusCode(), api.output()::toString);
        }
    }

    @Test
    void a_migration_that_does_not_succeed_is_told() throws Exception {
        assumeTrue(Service.migrates(), "this package has no migrations");
        Map<String, String> environment = new HashMap<>(attachedTo("postgres"));
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:1/nowhere");

        try (Service migration = Service.command(environment, "migrate").awaitStart()) {
            assertEquals(1, migration.exitCode(), migration.output()::toString);
        }
    }

    @Test
    void a_migration_does_not_wait_for_a_database_that_falls_silent() throws Exception {
        assumeTrue(Service.migrates(), "this package has no migrations");
        try (ServerSocket silent = new ServerSocket(0)) {
            Thread server = new Thread(() -> refuseTls(silent), "silent");
            server.setDaemon(true);
            server.start();
            Map<String, String> environment = new HashMap<>(attachedTo("postgres"));
            environment.put(
                    "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + silent.getLocalPort() + "/x");
            environment.put("INTERRATER_DATABASE_PATIENCE", "1S");

            try (Service migration = Service.command(environment, "migrate").awaitStart()) {
                assertEquals(1, migration.exitCode(), migration.output()::toString);
            }
        }
    }

    /** All that it ever says to anybody, and what a driver waits for with a time limit of its own. */
    private static void refuseTls(ServerSocket server) {
        try {
            while (true) {
                server.accept().getOutputStream().write('N');
            }
        } catch (IOException e) {
            // it is closed
        }
    }

    @Test
    void a_package_without_migrations_says_so() throws Exception {
        assumeFalse(Service.migrates());
        try (Service migration =
                Service.command(attachedTo("postgres"), "migrate").awaitStart()) {
            assertEquals(1, migration.exitCode());
            assertEquals(1, migration.output().size(), migration.output()::toString);
            assertTrue(migration.output().get(0).contains("no migrations"), migration.output()::toString);
        }
    }

    private static Map<String, String> attachedTo(String database) {
        return TestDatabase.environment(database, Map.of());
    }

    @Test
    void it_needs_no_right_to_create_a_schema_that_is_there_and_finds_label_studio_in_any_schema() throws Exception {
        TestDatabase.create("elsewhere", "/label-studio/elsewhere.sql");
        Sql sql = Sql.in("elsewhere");
        sql.run("REVOKE CREATE ON DATABASE elsewhere FROM interrater");

        try (Service service = Service.launch(attachedTo("elsewhere")).awaitStart()) {
            Organization organization = Organization.createIn(sql);
            int project = organization.project();
            organization.job(project, "COMPLETED");
            for (String query : List.of("", "?project_id=" + project)) {
                assertEquals(
                        200,
                        service.get(STATUS + query, organization.owner().token())
                                .statusCode(),
                        service.output()::toString);
            }
        }
    }

    @Test
    void a_package_without_the_demo_asks_for_a_database() throws Exception {
        assumeFalse(Service.hasDemo());
        try (Service service =
                Service.launch(Map.of(), "-Dquarkus.profile=demo").awaitStart()) {
            assertEquals(1, service.exitCode());
            assertEquals(1, service.output().size(), service.output()::toString);
        }
    }

    @Test
    void the_demo_answers_as_the_readme_says() throws Exception {
        assumeTrue(Service.hasDemo());
        try (Service service =
                Service.launch(Map.of(), "-Dquarkus.profile=demo").awaitStart()) {
            assertTrue(service.output().toString().contains("curl -H 'Authorization: Token demo-owner'"));
            Map<String, Integer> expected = Map.of(
                    "demo-owner",
                    200,
                    "demo-admin",
                    200,
                    "demo-annotator",
                    403,
                    "demo-inactive",
                    401,
                    "demo-homeless",
                    404,
                    "demo-stranger",
                    200);
            for (Map.Entry<String, Integer> token : expected.entrySet()) {
                assertEquals(
                        token.getValue(), service.get(STATUS, token.getKey()).statusCode(), token.getKey());
            }
            assertEquals(404, service.get(STATUS + "?job_id=1", "demo-stranger").statusCode());
            assertEquals(400, service.get(STATUS + "?job_id=x", "demo-owner").statusCode());
            for (String status : List.of("PENDING", "QUEUED", "RUNNING", "COMPLETED", "FAILED")) {
                assertTrue(service.get(STATUS, "demo-owner")
                        .body()
                        .contains("\"" + status.toLowerCase() + "_projects\":"));
            }
        }
    }
}
