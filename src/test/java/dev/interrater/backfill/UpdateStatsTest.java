package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.VALUE_COUNTS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backfill that is asked for as Label Studio's clients ask for statistics to be computed again. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class UpdateStatsTest {
    private final Sql sql = Sql.main();
    private Organization organization;
    private int project;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
        project = organization.project();
    }

    private String path(String query) {
        return "/api/projects/" + project + "/update-stats" + query;
    }

    private ValidatableResponse ask(String query) {
        return Api.as(organization.owner()).get(path(query)).then();
    }

    @ParameterizedTest
    @CsvSource({"'', " + BACKFILL, "?stat_type=stats, " + BACKFILL, "?stat_type=label, " + VALUE_COUNTS})
    void a_job_of_the_kind_is_queued_and_answered_as_its_status_tells_it(String query, String sibling) {
        Map<String, Object> job = ask(query)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("project_id", equalTo(project))
                .body("status", equalTo("QUEUED"))
                .body("triggered_by", equalTo(organization.owner().email()))
                .extract()
                .path("$");

        assertEquals(
                job,
                Api.as(organization.owner())
                        .get(sibling + "status/?project_id=" + project)
                        .path("$"));
        assertEquals(10, job.size());
    }

    @Test
    void a_job_in_flight_is_answered_as_it_is() {
        long running = organization.job(project, "RUNNING", Map.of("tasks_processed", "5"));
        long pending = organization.job(project, "PENDING", Map.of("kind", "'VALUE_COUNTS'"));

        ask("/").statusCode(200)
                .body("job_id", equalTo((int) running))
                .body("status", equalTo("RUNNING"))
                .body("progress_data.tasks_processed", equalTo(5));
        ask("/?stat_type=label")
                .statusCode(200)
                .body("job_id", equalTo((int) pending))
                .body("status", equalTo("PENDING"));
        assertEquals(2L, sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE project_id = ?", project));
    }

    @Test
    void who_asks_for_headers_alone_queues_nothing() {
        Api.as(organization.owner()).head(path("")).then().statusCode(405).header("Allow", "GET, OPTIONS");

        assertEquals(0L, sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE project_id = ?", project));
    }

    @Test
    void a_project_that_is_done_is_queued_again() {
        organization.job(project, "COMPLETED");

        ask("").statusCode(200).body("status", equalTo("QUEUED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?stat_type=other", "?stat_type=", "?stat_type=LABEL", "?stat_type=label&stat_type=label"})
    void another_type_is_refused_by_name(String query) {
        ask(query).statusCode(400).body("validation_errors", hasKey("stat_type"));

        assertEquals(0L, sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE project_id = ?", project));
    }

    @Test
    void a_project_of_nobody_or_of_another_organization_does_not_exist() {
        for (Object missing : List.of(Organization.create().project(), 1L << 40)) {
            Api.as(organization.owner())
                    .get("/api/projects/" + missing + "/update-stats/")
                    .then()
                    .statusCode(404)
                    .body("detail", equalTo("No Project matches the given query."));
        }
        Api.as(organization.owner()).get("/api/projects/x/update-stats/").then().statusCode(404);
    }

    @Test
    void a_project_that_has_come_from_another_organization_gets_a_job_of_its_own() {
        Organization former = Organization.create();
        int moved = former.project();
        long left = former.job(moved, "RUNNING");
        sql.run("UPDATE project SET organization_id = ? WHERE id = ?", organization.id(), moved);

        Api.as(organization.owner())
                .get("/api/projects/" + moved + "/update-stats/")
                .then()
                .statusCode(200)
                .body("status", equalTo("QUEUED"));
        assertEquals("FAILED", sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", left));
    }

    @Test
    void fifty_callers_at_once_get_the_same_job() throws Exception {
        List<Response> answers = Storm.of(50, () -> {
            Response answer;
            do {
                answer = RestAssured.given()
                        .header("Authorization", "Token " + organization.owner().token())
                        .get(path("/"));
            } while (answer.statusCode() == 503); // not its turn yet
            return answer;
        });

        assertEquals(
                Set.of(200),
                new TreeSet<>(answers.stream().map(Response::statusCode).toList()));
        assertEquals(
                1,
                answers.stream()
                        .map(answer -> answer.<Integer>path("job_id"))
                        .distinct()
                        .count());
        assertEquals(1L, sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE project_id = ?", project));
    }
}
