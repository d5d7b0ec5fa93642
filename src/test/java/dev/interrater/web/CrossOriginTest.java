package dev.interrater.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@TestProfile(CrossOriginTest.Open.class)
class CrossOriginTest {
    /** A service that lets two origins in. */
    public static final class Open implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("interrater.http.cors-origins", "https://app.example,https://other.example:8443");
        }
    }

    private static final String JOBS = Api.JOBS;

    private final Organization organization = Organization.create();

    @Test
    void a_browser_is_told_before_that_a_script_of_the_origin_may_use_every_method() {
        Response answer = Api.anonymous()
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,content-type,if-match")
                .options("/api/projects/1/dimensions/1/");

        answer.then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo("https://app.example"))
                .header("Access-Control-Max-Age", equalTo("86400"))
                .header("Access-Control-Allow-Headers", containsString("authorization"))
                .header("Access-Control-Allow-Credentials", nullValue());
        assertEquals(
                "[DELETE, GET, OPTIONS, PATCH, POST, PUT]",
                new TreeSet<>(Arrays.asList(
                                answer.header("Access-Control-Allow-Methods").split(",")))
                        .toString());
    }

    @Test
    void a_script_of_the_origin_reads_answers_and_errors_and_the_headers_of_both() {
        for (String origin : new String[] {"https://app.example", "https://other.example:8443"}) {
            Api.as(organization.owner())
                    .header("Origin", origin)
                    .get(JOBS)
                    .then()
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", equalTo(origin))
                    .header("Access-Control-Expose-Headers", containsString("X-Total-Count"));
            Api.anonymous()
                    .header("Origin", origin)
                    .get(JOBS)
                    .then()
                    .statusCode(401)
                    .header("Access-Control-Allow-Origin", equalTo(origin));
        }
    }

    @Test
    void who_comes_from_elsewhere_or_from_nowhere_is_answered_without_such_headers() {
        Api.as(organization.owner())
                .header("Origin", "https://elsewhere.example")
                .get(JOBS)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
        Api.as(organization.owner())
                .get(JOBS)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }
}
