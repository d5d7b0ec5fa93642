package dev.interrater.analytics;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The projects of an organization, and what is out of date in them. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class ProjectListTest extends AnsweredProjects {
    private int good;
    private int bad;
    private int fresh;

    @BeforeEach
    void createProjects() {
        good = project("Good dogs", "A B A", "A B A");
        bad = project("bad cats", "A B A", "B A A");
        fresh = Labelling.create(sql, organization, CHOICES).project();
        sql.run("UPDATE project SET title = 'A fresh one' WHERE id = ?", fresh);
    }

    private int project(String title, String... observers) {
        Labelling labelling = labelled(CHOICES, AnsweredProjects::choice, observers);
        sql.run("UPDATE project SET title = ? WHERE id = ?", title, labelling.project());
        backfill(labelling);
        return labelling.project();
    }

    private ValidatableResponse projects(String query) {
        return Api.as(organization.member())
                .get("/api/agreement/projects" + query)
                .then()
                .statusCode(200);
    }

    @Test
    void each_has_its_mean_its_counts_and_its_newest_backfill() {
        projects("")
                .header("X-Total-Count", "3")
                .body("id", contains(good, bad, fresh))
                .body("title", contains("Good dogs", "bad cats", "A fresh one"))
                .body("agreement", contains(is(1f), is(1 / 3f), nullValue()))
                .body("tasks", contains(is(3), is(3), nullValue()))
                .body("compared_tasks", contains(3, 3, 0))
                .body("out_of_date_tasks", contains(0, 0, 0))
                .body("job_status", contains(is("COMPLETED"), is("COMPLETED"), nullValue()));
    }

    @ParameterizedTest
    @CsvSource({
        "id, 0 1 2",
        "-id, 2 1 0",
        "title, 2 1 0",
        "-title, 0 1 2",
        "agreement, 1 0 2",
        "-agreement, 0 1 2",
        "tasks, 0 1 2",
        "-tasks, 0 1 2",
        "compared_tasks, 2 0 1",
        "-compared_tasks, 0 1 2",
        "out_of_date_tasks, 0 1 2",
        "-out_of_date_tasks, 0 1 2",
        "job, 0 1 2",
        "-job, 1 0 2"
    })
    void they_are_ordered_by_anything(String ordering, String order) {
        int[] ids = {good, bad, fresh};
        Integer[] expected = java.util.Arrays.stream(order.split(" "))
                .map(i -> ids[Integer.parseInt(i)])
                .toArray(Integer[]::new);

        projects("?ordering=" + ordering).body("id", contains(expected));
    }

    @Test
    void they_are_searched_and_come_in_pages() {
        projects("?search=CAT").header("X-Total-Count", "1").body("id", contains(bad));
        projects("?page_size=2&page=2").body("id", contains(fresh));
        Api.as(organization.owner())
                .get("/api/agreement/projects?page=9")
                .then()
                .statusCode(404);
        Api.as(organization.owner())
                .get("/api/agreement/projects?ordering=colour")
                .then()
                .statusCode(400)
                .body("validation_errors.ordering[0]", equalTo("\"colour\" is not a valid choice."));
    }

    @Test
    void only_the_projects_that_are_named_are_listed() {
        Api.as(organization.owner())
                .get("/api/agreement/projects?ids=" + good + ",999999999")
                .then()
                .statusCode(200)
                .header("X-Total-Count", "1")
                .body("id", contains(good));
        Api.as(organization.owner())
                .get("/api/agreement/projects?ids=one")
                .then()
                .statusCode(400)
                .body("validation_errors.ids[0]", equalTo("\"one\" is no ID of a project."));
    }

    @Test
    void another_label_config_puts_scores_out_of_date_which_stay_readable() {
        int dimension = Api.as(organization.owner())
                .get("/api/projects/" + good + "/dimensions/")
                .path("[0].id");
        String path = "/api/projects/" + good + "/dimensions/" + dimension + "/";
        Api.as(organization.owner()).get(path).then().body("out_of_date", is(0));

        sql.run(
                "UPDATE project SET label_config = replace(label_config, '/>', ' choice=''multiple''/>') WHERE id = ?",
                good);

        Api.as(organization.owner()).get(path).then().body("out_of_date", is(3));
        projects("?ordering=-out_of_date_tasks")
                .body("id[0]", is(good))
                .body("out_of_date_tasks", contains(3, 0, 0))
                .body("agreement[0]", is(1f));
    }
}
