package dev.interrater.database;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.JOBS;
import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Api;
import dev.interrater.testing.Management;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that answers, and is not as it should be: 503, and readiness says so where no request can be answered. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "worker"))
class DatabaseFaultsTest {
    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);
    private final int project = organization.project();

    private int status() {
        return Api.as(organization.owner()).get(STATUS).statusCode();
    }

    private int ready() {
        return Management.get("/q/health/ready").statusCode();
    }

    private void reconnect() {
        sql.column(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'worker' AND usename = 'interrater'");
        await().until(() -> ready() == 200);
    }

    @Test
    void one_that_is_read_only_is_read_and_writes_are_503() {
        organization.job(organization.project(), "COMPLETED");
        sql.run("ALTER DATABASE worker SET default_transaction_read_only = on");
        try {
            reconnect();

            assertEquals(200, status());
            Api.as(organization.owner())
                    .formParam("project_id", project)
                    .post(BACKFILL)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"));
            assertEquals(200, ready());
        } finally {
            Sql.main().run("ALTER DATABASE worker RESET default_transaction_read_only");
            reconnect();
        }
    }

    @Test
    void one_without_our_schema_is_503_and_not_ready() {
        organization.job(project, "COMPLETED");
        assertEquals(200, status());
        sql.run("ALTER SCHEMA agreement RENAME TO elsewhere");
        try {
            await().until(() -> ready() == 503);
            // The account may be remembered, and of a schema that is gone nothing is.
            assertEquals(503, status());
        } finally {
            sql.run("ALTER SCHEMA elsewhere RENAME TO agreement");
        }
        await().until(() -> ready() == 200 && status() == 200);
    }

    @Test
    void one_that_does_not_let_us_read_is_503() {
        organization.job(project, "COMPLETED");
        sql.run("REVOKE SELECT ON htx_user FROM interrater");
        try {
            assertEquals(503, status());
        } finally {
            sql.run("GRANT SELECT ON htx_user TO interrater");
        }
        assertEquals(200, status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STATUS,
                STATUS + "?job_id=JOB",
                STATUS + "?project_id=PROJECT",
                STATUS + "?job_id=JOB&project_id=PROJECT",
                JOBS
            })
    void one_that_does_not_let_us_read_jobs_is_503_however_they_are_read(String path) {
        String asked = path.replace("JOB", String.valueOf(organization.job(project, "COMPLETED")))
                .replace("PROJECT", String.valueOf(project));
        Api.as(organization.owner()).get(asked).then().statusCode(200);
        sql.run("REVOKE SELECT ON agreement.backfill_job FROM interrater");
        try {
            Api.as(organization.owner()).get(asked).then().statusCode(503).header("Retry-After", equalTo("5"));
        } finally {
            sql.run("GRANT SELECT ON agreement.backfill_job TO interrater");
        }
        await().until(() -> ready() == 200 && status() == 200);
    }

    @Test
    void a_table_that_is_altered_under_a_statement_that_is_prepared_is_not_noticed() {
        organization.job(project, "COMPLETED");
        for (int i = 0; i < 50; i++) {
            assertEquals(200, status());
        }
        String type = sql.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 'agreement.backfill_job'::regclass AND attname = 'triggered_by'");
        sql.run("ALTER TABLE agreement.backfill_job ALTER triggered_by TYPE varchar(1000)");
        try {
            for (int i = 0; i < 50; i++) {
                assertEquals(200, status());
            }
        } finally {
            sql.run("ALTER TABLE agreement.backfill_job ALTER triggered_by TYPE " + type);
        }
    }

    @Test
    void only_what_comes_from_the_database_is_taken_for_an_outage() {
        JsonProcessingException broken =
                assertThrows(JsonProcessingException.class, () -> new ObjectMapper().readTree("{"));

        assertFalse(DatabaseOutage.caused(broken));
        assertFalse(DatabaseOutage.caused(new RuntimeException(broken)));
        assertTrue(DatabaseOutage.caused(new RuntimeException(new DatabaseUnavailableException("late"))));
    }
}
