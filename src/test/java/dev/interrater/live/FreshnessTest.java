package dev.interrater.live;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of how far agreement follows the annotations. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class FreshnessTest {
    private final Sql sql = Sql.main();
    private final Organization organization = Organization.create();
    private final int project = organization.project();

    @BeforeEach
    void somebodyLooks() {
        sql.run("UPDATE agreement.change_watch SET looked_at = now()");
    }

    private ValidatableResponse get() {
        return Api.as(organization.member())
                .get("/api/projects/" + project + "/agreement/freshness")
                .then();
    }

    private void follow() {
        sql.run(
                "INSERT INTO agreement.followed_project (project_id, organization_id, is_complete, swept_at)"
                        + " VALUES (?, ?, true, now())",
                project,
                organization.id());
    }

    @Test
    void before_a_backfill_nothing_is_followed() {
        get().statusCode(200)
                .body("live", equalTo(false))
                .body("reason", equalTo("no_backfill"))
                .body("current_until", nullValue())
                .body("behind_seconds", nullValue())
                .body("swept_at", nullValue());
    }

    @Test
    void it_is_as_far_as_the_last_look_or_as_the_task_that_has_waited_longest() {
        follow();
        get().statusCode(200)
                .body("live", equalTo(true))
                .body("reason", nullValue())
                .body("current_until", notNullValue())
                .body("behind_seconds", lessThan(60f))
                .body("waiting_tasks", equalTo(0))
                .body("recomputing", equalTo(false));

        sql.run(
                "INSERT INTO agreement.changed_task (project_id, task_id, noticed_at)"
                        + " VALUES (?, 1, now() - interval '100 s'), (?, 2, now())",
                project,
                project);
        get().body("behind_seconds", greaterThan(99f)).body("waiting_tasks", equalTo(2));
    }

    @Test
    void an_organization_that_has_left_it_and_a_service_without_workers_are_told_apart() {
        follow();
        sql.run("UPDATE agreement.change_watch SET looked_at = now() - interval '2 min'");
        get().body("live", equalTo(false)).body("reason", equalTo("no_worker"));

        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, live) VALUES (?, false)",
                organization.id());
        get().body("live", equalTo(false)).body("reason", equalTo("switched_off"));
    }

    @Test
    void it_tells_that_all_tasks_are_compared_again() {
        follow();
        sql.run("UPDATE agreement.followed_project SET is_wanted = true WHERE project_id = ?", project);

        get().body("recomputing", equalTo(true));
        get().body("recomputing", equalTo(true));
    }

    @Test
    void of_another_organizations_project_nothing_is_said() {
        Api.as(Organization.create().owner())
                .get("/api/projects/" + project + "/agreement/freshness")
                .then()
                .statusCode(404);
    }
}
