package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project that goes to another organization while a job of it is in flight. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MovedProjectTest {
    private final Sql sql = Sql.main();
    private Organization former;
    private Organization owner;
    private int project;
    private long job;

    @BeforeEach
    void moveProject() {
        former = Organization.create();
        owner = Organization.create();
        project = former.project();
        job = former.job(project, "RUNNING");
        sql.run("UPDATE project SET organization_id = ? WHERE id = ?", owner.id(), project);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"project_id\": %d}", "{\"num_projects\": 1}", "{\"all_projects\": true}"})
    void its_new_organization_queues_it_as_if_there_were_no_job(String body) {
        Api.as(owner.owner())
                .contentType("application/json")
                .body(body.formatted(project))
                .post(BACKFILL)
                .then()
                .statusCode(201)
                .body("jobs.project_id", contains(project))
                .body("projects_remaining", equalTo(0));

        Api.as(former.owner())
                .get(STATUS + "?job_id=" + job)
                .then()
                .statusCode(200)
                .body("status", equalTo("FAILED"))
                .body("error_message", equalTo("Project " + project + " no longer exists."));
    }

    @Test
    void jobs_of_every_kind_end_when_its_new_organization_queues_one() {
        int other = former.project();
        long counting = former.job(other, "RUNNING", Map.of("kind", "'VALUE_COUNTS'"));
        long queued = former.job(other, "QUEUED");
        sql.run("UPDATE project SET organization_id = ? WHERE id = ?", owner.id(), other);

        Api.as(owner.owner())
                .contentType("application/json")
                .body("{\"project_id\": " + other + "}")
                .post(BACKFILL)
                .then()
                .statusCode(201);

        assertEquals(
                List.of("FAILED", "FAILED"),
                sql.column("SELECT status FROM agreement.backfill_job WHERE id IN (?, ?)", counting, queued));
    }

    @Test
    void its_new_organization_neither_sees_nor_cancels_the_job() {
        Api.as(owner.owner()).get(STATUS + "?job_id=" + job).then().statusCode(404);
        Api.as(owner.owner()).get(STATUS + "?project_id=" + project).then().statusCode(404);
        Api.as(owner.owner()).delete(BACKFILL + "?job_id=" + job).then().statusCode(404);
        Api.as(owner.owner())
                .delete(BACKFILL + "?project_id=" + project)
                .then()
                .statusCode(200)
                .body("cancelled_count", equalTo(0));
    }

    @Test
    void the_organization_that_asked_for_the_job_may_still_cancel_it() {
        Api.as(former.owner())
                .delete(BACKFILL + "?job_id=" + job)
                .then()
                .statusCode(200)
                .body("cancelled_count", equalTo(1));
    }
}
