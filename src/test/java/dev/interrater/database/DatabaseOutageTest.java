package dev.interrater.database;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.DatabaseProxy;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.PROXY, value = "true"))
class DatabaseOutageTest {
    @AfterEach
    void mend() {
        DatabaseProxy.mend();
    }

    @Test
    void a_database_that_is_away_is_told_and_comes_back_by_itself() {
        Organization organization = Organization.create();
        long job = organization.job(organization.project(), "QUEUED");
        Api.as(organization.owner()).get(STATUS + "?job_id=" + job).then().statusCode(200);

        DatabaseProxy.cut();

        for (String query : new String[] {"", "?job_id=" + job, "?project_id=1"}) {
            Api.as(organization.owner())
                    .get(STATUS + query)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("5"))
                    .body("status_code", equalTo(503));
        }

        DatabaseProxy.mend();
        await().until(() ->
                Api.as(organization.owner()).get(STATUS + "?job_id=" + job).statusCode() == 200);
    }

    @Test
    void a_job_is_one_round_trip_once_the_caller_is_known() {
        Organization organization = Organization.create();
        long job = organization.job(organization.project(), "QUEUED");
        String path = STATUS + "?job_id=" + job;
        // Every connection of the pool has prepared the statement when that many requests in a row have each
        // taken one trip.
        await().until(() -> roundTrips(organization, path) == 1 && roundTrips(organization, path) == 1);

        assertEquals(10, roundTrips(organization, path, path, path, path, path, path, path, path, path, path));
    }

    private static int roundTrips(Organization organization, String... paths) {
        int before = DatabaseProxy.roundTrips();
        for (String path : paths) {
            Api.as(organization.owner()).get(path).then().statusCode(200);
        }
        return DatabaseProxy.roundTrips() - before;
    }
}
