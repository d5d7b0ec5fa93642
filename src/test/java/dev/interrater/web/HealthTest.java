package dev.interrater.web;

import static dev.interrater.testing.Api.STATUS;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.DatabaseProxy;
import dev.interrater.testing.Management;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What probes are told, and where. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.PROXY, value = "true"))
class HealthTest {
    @AfterEach
    void mend() {
        DatabaseProxy.mend();
        await().until(() -> probe("ready") == 200);
    }

    private int probe(String name) {
        return Management.get("/q/health/" + name).statusCode();
    }

    @Test
    void a_service_with_its_database_is_started_live_and_ready() {
        for (String probe : new String[] {"started", "live", "ready"}) {
            assertEquals(200, probe(probe), probe);
        }
    }

    @Test
    void metrics_and_details_are_on_a_port_of_their_own_and_the_api_is_not() {
        for (String path : new String[] {"/q/health", "/q/health/started", "/q/metrics"}) {
            Api.anonymous().get(path).then().statusCode(404).body("status_code", equalTo(404));
        }
        assertEquals(404, Management.get(STATUS).statusCode());
        assertEquals(404, Management.get("/q/openapi").statusCode());
    }

    @Test
    void the_port_of_the_api_says_yes_or_no_and_nothing_more() {
        for (String probe : new String[] {"live", "ready"}) {
            given().get("/q/health/" + probe).then().statusCode(204).body(emptyString());
        }
        DatabaseProxy.cut();

        await().until(() -> given().get("/q/health/ready").statusCode() == 503);
        given().get("/q/health/ready").then().body(emptyString());
        assertEquals(204, given().get("/q/health/live").statusCode());
    }

    @Test
    void without_its_database_it_is_live_and_not_ready_until_the_database_is_back() {
        DatabaseProxy.cut();

        await().until(() -> probe("ready") == 503);
        assertEquals(200, probe("live"));
        assertEquals(200, probe("started"));

        DatabaseProxy.mend();
        await().until(() -> probe("ready") == 200);
    }

    @Test
    void a_database_that_hangs_is_as_good_as_away() {
        DatabaseProxy.hang();

        assertEquals(503, probe("ready"));
        assertEquals(200, probe("live"));

        DatabaseProxy.mend();
        await().until(() -> probe("ready") == 200);
    }
}
