package dev.interrater.web;

import static org.hamcrest.Matchers.equalTo;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class PrivateAnswersTest {
    @Test
    void no_proxy_keeps_what_is_told_to_one_caller_and_no_browser_shows_it_again_without_asking() {
        Organization organization = Organization.create();
        int project = organization.project();
        for (String path : List.of(
                "/api/agreement/whoami",
                "/api/agreement/projects",
                "/api/dimensions/backfill/status/",
                "/api/projects/" + project + "/agreement/tasks",
                "/api/projects/" + project + "/stats/IAA?task=x")) {
            Api.as(organization.owner()).get(path).then().header("Cache-Control", equalTo("private, no-cache"));
        }
        Api.as(organization.owner())
                .accept("text/csv")
                .get("/api/projects/" + project + "/agreement/tasks")
                .then()
                .header("Cache-Control", equalTo("private, no-cache"));
        Api.anonymous()
                .get("/api/agreement/whoami")
                .then()
                .statusCode(401)
                .header("Cache-Control", equalTo("private, no-cache"));
    }
}
