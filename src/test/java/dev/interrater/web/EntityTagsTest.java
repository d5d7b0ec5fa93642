package dev.interrater.web;

import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class EntityTagsTest {
    private static final String STATUS = "/api/dimensions/backfill/status/";

    private final Organization organization = Organization.create();

    private RequestSpecification asOwner() {
        return Api.as(organization.owner());
    }

    @Test
    void whoever_knows_an_answer_already_is_told_so_without_a_body_until_it_is_another() {
        int project = organization.project();
        long job = organization.job(project, "QUEUED");
        for (String path : List.of(
                STATUS,
                STATUS + "?job_id=" + job,
                "/api/dimensions/backfill/jobs/",
                "/api/agreement/projects",
                "/api/agreement/whoami")) {
            Response first = asOwner().get(path);
            String tag = first.header("ETag");
            first.then()
                    .statusCode(200)
                    .header("Content-Type", equalTo("application/json"))
                    .header("ETag", matchesPattern("W/\"[0-9a-f]{24}\""));

            for (String known : List.of(tag, tag.substring(2), "\"other\", " + tag, "*")) {
                asOwner()
                        .header("If-None-Match", known)
                        .get(path)
                        .then()
                        .statusCode(304)
                        .header("ETag", equalTo(tag))
                        .header("Cache-Control", equalTo("private, no-cache"))
                        .body(emptyString());
            }
            asOwner()
                    .header("If-None-Match", "\"other\"")
                    .get(path)
                    .then()
                    .statusCode(200)
                    .body(not(emptyString()));
            assertEquals(first.asString(), asOwner().get(path).asString());
        }

        String tag = asOwner().get(STATUS).header("ETag");
        organization.job(organization.project(), "FAILED");
        asOwner()
                .header("If-None-Match", tag)
                .get(STATUS)
                .then()
                .statusCode(200)
                .header("ETag", not(equalTo(tag)))
                .body("status", notNullValue());
    }

    @Test
    void the_length_of_a_list_is_told_without_it_too() {
        organization.project();
        String path = "/api/agreement/projects";
        asOwner()
                .header("If-None-Match", asOwner().get(path).header("ETag"))
                .get(path)
                .then()
                .statusCode(304)
                .header("X-Total-Count", equalTo("1"));
    }

    @Test
    void the_tag_is_of_what_the_caller_is_told_and_not_of_the_address() {
        organization.job(organization.project(), "QUEUED");
        String tag = asOwner().get(STATUS).header("ETag");

        Organization other = Organization.create();
        other.job(other.project(), "QUEUED");
        Api.as(other.owner()).header("If-None-Match", tag).get(STATUS).then().statusCode(200);
        Api.anonymous()
                .header("If-None-Match", tag)
                .get(STATUS)
                .then()
                .statusCode(401)
                .header("ETag", nullValue());
    }

    @Test
    void head_tells_the_tag_of_what_get_would_answer() {
        organization.job(organization.project(), "QUEUED");
        Response get = asOwner().get(STATUS);
        asOwner().head(STATUS).then().statusCode(200).header("ETag", equalTo(get.header("ETag")));
        asOwner()
                .header("If-None-Match", get.header("ETag"))
                .head(STATUS)
                .then()
                .statusCode(304);
    }

    @Test
    void errors_and_changes_have_none_and_a_dimension_keeps_that_of_its_state() {
        asOwner().get(STATUS + "?job_id=0").then().statusCode(404).header("ETag", nullValue());
        asOwner()
                .contentType("application/json")
                .body("{}")
                .post("/api/dimensions/backfill/")
                .then()
                .header("ETag", nullValue());
    }
}
