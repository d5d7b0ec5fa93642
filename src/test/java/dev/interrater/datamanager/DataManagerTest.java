package dev.interrater.datamanager;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Management;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agreement in the Data Manager of a server that does what Label Studio does. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = StandIn.DATABASE),
            @ResourceArg(name = TestDatabase.WORKER, value = "true"),
            @ResourceArg(name = TestDatabase.LIVE, value = "true")
        })
@WithTestResource(StandIn.class)
class DataManagerTest {
    private static final String CONFIG = "<View><Text name='text' value='$t'/><Choices name='mood' toName='text'>"
            + "<Choice value='A'/><Choice value='B'/></Choices></View>";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Sql sql = Sql.in(StandIn.DATABASE);
    private final Organization organization = Organization.createIn(sql);
    private final Labelling labelling = Labelling.create(sql, organization, CONFIG);
    private final int project = labelling.project();
    private final List<User> annotators =
            Stream.generate(organization::member).limit(3).toList();
    private final int alike = answered("A", "A");
    private final int divided = answered("A", "B");
    private final int alone = answered("A");
    private final int mixed = answered("A", "A", "B");

    @BeforeEach
    void backfill() {
        StandIn.mood = StandIn.Mood.WILLING;
        StandIn.REQUESTS.clear();
        long job = organization.job(project, "QUEUED");
        await().atMost(PATIENCE)
                .until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
    }

    /** Nothing of this test is done while the next one looks. */
    @AfterEach
    void leave() {
        StandIn.mood = StandIn.Mood.WILLING;
        sql.run("DELETE FROM agreement.data_manager");
    }

    private int answered(String... choices) {
        int task = labelling.task();
        for (int i = 0; i < choices.length; i++) {
            labelling.annotation(task, annotators.get(i), Labelling.choice("mood", choices[i]));
        }
        return task;
    }

    private ValidatableResponse ask(String method) {
        return Api.as(organization.owner())
                .request(method, "/api/projects/" + project + "/agreement/data-manager")
                .then();
    }

    private void switchOn() {
        ask("PUT").statusCode(200).body("state", equalTo("on"));
    }

    /** What Label Studio has: task and score of each prediction of ours. */
    private String predicted() {
        return sql.<String>value("""
                SELECT coalesce(string_agg(concat_ws(' ', task_id - ?, round(score::numeric, 3)), ', ' ORDER BY task_id, id), '')
                  FROM prediction
                 WHERE project_id = ? AND model_version = 'agreement' AND result = '[]'
                """, alike, project);
    }

    private void awaitPredicted(String predictions) {
        await().atMost(PATIENCE).until(() -> predicted().equals(predictions));
    }

    private void awaitUpToDate() {
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("up_to_date"));
    }

    /** As Label Studio does behind each save and delete. */
    private void touch(int task) {
        sql.run("UPDATE task SET updated_at = clock_timestamp() WHERE id = ?", task);
    }

    private void awaitLooks() {
        Object before = sql.value("SELECT coalesce(looked_at, now()) FROM agreement.change_watch");
        await().atMost(PATIENCE).until(() -> sql.<Boolean>value("""
                        SELECT coalesce(looked_at > ?::timestamptz + interval '300 ms', false) AND NOT EXISTS (SELECT FROM agreement.changed_task)
                          FROM agreement.change_watch
                        """, before));
    }

    private String kept() {
        return sql.value("""
                SELECT (SELECT string_agg(task_id || ' ' || xmin::text, ', ' ORDER BY task_id) FROM agreement.task_agreement WHERE project_id = ?)
                       || ' ' || changes
                  FROM agreement.consensus WHERE project_id = ?
                """, project, project);
    }

    private static final String ALL = "0 1.000, 1 0.000, 3 0.333";

    @Test
    void each_task_with_a_score_has_it_in_a_prediction_and_only_what_changes_is_written() {
        int before = requests("done");
        ask("GET")
                .body("state", equalTo("off"))
                .body("hindrance", nullValue())
                .body("tasks", equalTo(3))
                .body("written", equalTo(0))
                .body("total_predictions", equalTo(0))
                .body("total_predictions_then", equalTo(3))
                .body("shown_model_version", nullValue())
                .body("score_column", equalTo("average"))
                .body("since", nullValue());
        switchOn();
        awaitPredicted(ALL);
        awaitUpToDate();
        ask("GET")
                .body("state", equalTo("on"))
                .body("written", equalTo(3))
                .body("total_predictions", equalTo(3))
                .body("written_at", notNullValue())
                .body("checked_at", notNullValue())
                .body("error", nullValue());
        assertEquals(1, sql.<Integer>value("SELECT total_predictions FROM task WHERE id = ?", divided));
        assertEquals(1, written().size(), () -> StandIn.REQUESTS.toString());
        assertEquals(1, requests("done") - before);

        int changed = sql.value(
                "SELECT id FROM task_completion WHERE task_id = ? AND completed_by_id = ?",
                divided,
                annotators.get(1).id());
        sql.run("UPDATE task_completion SET result = ?::jsonb WHERE id = ?", Labelling.choice("mood", "A"), changed);
        touch(divided);
        labelling.annotation(alone, annotators.get(1), Labelling.choice("mood", "B"));
        touch(alone);
        sql.run(
                "DELETE FROM task_completion WHERE task_id = ? AND completed_by_id = ?",
                alike,
                annotators.get(1).id());
        touch(alike);
        awaitPredicted("1 1.000, 2 0.000, 3 0.333");
        assertEquals(0, sql.<Integer>value("SELECT total_predictions FROM task WHERE id = ?", alike));
    }

    /** What the metric says. */
    private static int requests(String outcome) {
        Matcher sample = Pattern.compile(
                        "(?m)^interrater_label_studio_requests_seconds_count\\{outcome=\"" + outcome + "\",?} (\\d+)")
                .matcher(Management.get("/q/metrics").asString());
        assertTrue(sample.find());
        return Integer.parseInt(sample.group(1));
    }

    private static List<String> written() {
        return StandIn.REQUESTS.stream()
                .filter(request -> !request.contains("/api/token/refresh/"))
                .toList();
    }

    @Test
    void what_is_written_is_no_models_and_nothing_follows_from_it() {
        awaitLooks();
        String before = kept();
        switchOn();
        awaitPredicted(ALL);
        awaitUpToDate();
        // Behind a prediction by itself Label Studio touches the task.
        for (int task : List.of(alike, divided, mixed)) {
            touch(task);
        }
        awaitLooks();
        awaitUpToDate();

        assertEquals(before, kept());
        assertEquals(1, written().size(), () -> StandIn.REQUESTS.toString());
        assertEquals(
                List.of(), sql.column("SELECT version FROM agreement.model_version WHERE project_id = ?", project));
        for (String path : List.of(
                "agreement/participants",
                "stats/data-filter",
                "members/performance-rows?page_size=100",
                "stats/member_performance_rows/",
                "tasks/" + divided + "/agreement-matrix")) {
            assertFalse(
                    Api.as(organization.owner())
                            .get("/api/projects/" + project + "/" + path)
                            .asString()
                            .matches("(?s).*[:\\[,]\"agreement\"[,\\]}].*"),
                    path);
        }
        // A backfill that compares all of them again does not count it, either.
        sql.run("UPDATE agreement.task_agreement SET fingerprint = gen_random_uuid() WHERE project_id = ?", project);
        backfill();
        assertEquals(
                List.of(), sql.column("SELECT version FROM agreement.model_version WHERE project_id = ?", project));
    }

    @Test
    void one_call_takes_all_of_it_out_again_and_leaves_other_models_alone() {
        sql.run("""
                INSERT INTO prediction (result, score, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                VALUES ('[]', 0.9, 'v1', 0, ?, ?, now(), now()), ('[]', 0.8, NULL, 0, ?, ?, now(), now())
                """, alike, project, alike, project);
        // A model that the project shows, which may be one that is connected: Label Studio must not forget it.
        sql.run("UPDATE project SET model_version = 'v1' WHERE id = ?", project);
        ask("GET")
                .body("total_predictions", equalTo(2))
                .body("total_predictions_then", equalTo(5))
                .body("shown_model_version", equalTo("v1"))
                .body("score_column", equalTo("other"));
        switchOn();
        awaitPredicted(ALL);
        ask("DELETE").statusCode(200);
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("state").equals("off"));
        assertEquals("", predicted());
        assertFalse(StandIn.REQUESTS.toString().contains("model-versions"), () -> StandIn.REQUESTS.toString());
        assertEquals("v1", sql.value("SELECT model_version FROM project WHERE id = ?", project));
        assertEquals(2, sql.<Integer>value("SELECT total_predictions FROM task WHERE id = ?", alike));
        ask("DELETE").statusCode(200).body("state", equalTo("off"));
        assertEquals(0L, sql.<Long>value("SELECT count(*) FROM agreement.data_manager WHERE project_id = ?", project));
    }

    @Test
    void a_project_that_shows_our_version_shows_none_afterwards() {
        switchOn();
        awaitPredicted(ALL);
        sql.run("UPDATE project SET model_version = 'agreement' WHERE id = ?", project);
        ask("GET").body("score_column", equalTo("agreement"));
        ask("DELETE").statusCode(200);
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("state").equals("off"));
        ask("GET").body("shown_model_version", nullValue()).body("total_predictions", equalTo(0));
    }

    @Test
    void it_may_be_switched_on_again_while_it_is_taken_out() {
        switchOn();
        awaitPredicted(ALL);
        StandIn.mood = StandIn.Mood.FAILING;
        ask("DELETE").statusCode(200).body("state", equalTo("removing"));
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("error") != null);
        StandIn.mood = StandIn.Mood.WILLING;
        switchOn();
        awaitUpToDate();
        assertEquals(ALL, predicted());
    }

    @Test
    void what_is_done_without_an_answer_is_not_done_twice() {
        StandIn.mood = StandIn.Mood.CUT;
        switchOn();
        awaitPredicted(ALL);
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("error") != null);
        StandIn.mood = StandIn.Mood.WILLING;
        awaitUpToDate();
        assertEquals(ALL, predicted());
        ask("GET").body("error", nullValue());
    }

    @Test
    void predictions_that_came_twice_or_were_changed_are_put_right_when_all_tasks_are_looked_at() {
        switchOn();
        awaitPredicted(ALL);
        awaitUpToDate();
        sql.run("""
                INSERT INTO prediction (result, score, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                SELECT result, 0.7, model_version, 0, task_id, project_id, now(), now() FROM prediction WHERE project_id = ?
                """, project);
        sql.run(
                "UPDATE prediction SET score = 0.25 WHERE task_id = ? AND score < 0.5 AND model_version = 'agreement'",
                divided);
        sql.run("UPDATE agreement.data_manager SET walked_at = now() - interval '1 day', not_before = NULL");
        switchOn();
        awaitPredicted(ALL);
    }

    @Test
    void a_label_studio_that_refuses_or_fails_is_told_of_without_the_token_and_harms_nothing_else() {
        int refused = requests("refused");
        int unanswered = requests("unanswered");
        StandIn.mood = StandIn.Mood.REFUSING;
        switchOn();
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("error") != null);
        ask("GET")
                .body("error", containsString("401"))
                .body("error", containsString("Invalid token."))
                .body("error", not(containsString("legacy" + organization.id())))
                .body("error", not(containsString("personal.")))
                .body("failed_at", notNullValue())
                .body("up_to_date", equalTo(false));
        StandIn.mood = StandIn.Mood.FAILING;
        await().atMost(PATIENCE)
                .until(() -> ask("GET").extract().<String>path("error").contains("502"));

        StandIn.mood = StandIn.Mood.SILENT;
        await().atMost(PATIENCE)
                .until(() -> ask("GET").extract().<String>path("error").contains("does not answer"));
        labelling.annotation(alone, annotators.get(1), Labelling.choice("mood", "A"));
        touch(alone);
        await().atMost(PATIENCE)
                .until(() -> "1"
                        .equals(sql.value(
                                "SELECT pairwise::text FROM agreement.task_agreement WHERE task_id = ?", alone)));
        assertTrue(requests("refused") >= refused + 2);
        assertTrue(requests("unanswered") > unanswered);
        StandIn.mood = StandIn.Mood.WILLING;
        awaitPredicted("0 1.000, 1 0.000, 2 1.000, 3 0.333");
        await().atMost(PATIENCE).until(() -> ask("GET").extract().path("error") == null);
    }

    @Test
    void an_access_token_that_has_expired_is_renewed() {
        Organization even = organization.id() % 2 == 0 ? organization : Organization.createIn(sql);
        assertTrue(even.id() % 2 == 0);
        Labelling other = Labelling.create(sql, even, CONFIG);
        for (int i = 0; i < 2; i++) {
            int task = other.task();
            sql.run(
                    "INSERT INTO agreement.task_agreement (project_id, task_id, pairwise, newest_annotation, annotations, annotation_updates,"
                            + " fingerprint) VALUES (?, ?, 0.5, now(), '{}', '{}', gen_random_uuid())",
                    other.project(),
                    task);
            sql.run("UPDATE agreement.data_manager SET written = NULL, not_before = NULL");
            StandIn.ACCESS.incrementAndGet();
            Api.as(even.owner())
                    .put("/api/projects/" + other.project() + "/agreement/data-manager")
                    .then()
                    .statusCode(200);
            long expected = i + 1;
            await().atMost(PATIENCE)
                    .until(() ->
                            sql.<Long>value("SELECT count(*) FROM prediction WHERE project_id = ?", other.project())
                                    == expected);
        }
    }

    @Test
    void it_is_not_switched_on_over_somebody_elses_predictions_nor_without_a_token() {
        sql.run("""
                INSERT INTO prediction (result, score, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                VALUES ('[]', 0.9, 'agreement', 0, ?, ?, now(), now())
                """, alike, project);
        ask("GET").body("hindrance", equalTo("version_taken")).body("written", equalTo(0));
        ask("PUT").statusCode(409).body("detail", containsString("not ours"));

        long next = sql.<Integer>value("SELECT max(id) FROM organization") + 1;
        sql.run("ALTER SEQUENCE organization_id_seq RESTART WITH " + StandIn.WITHOUT_TOKEN);
        Organization without = Organization.createIn(sql);
        sql.run("ALTER SEQUENCE organization_id_seq RESTART WITH " + next);
        String path = "/api/projects/" + without.project() + "/agreement/data-manager";
        Api.as(without.owner()).get(path).then().body("hindrance", equalTo("no_token"));
        Api.as(without.owner()).put(path).then().statusCode(409).body("detail", containsString("no token"));
        sql.run("DELETE FROM prediction WHERE project_id = ?", project);
    }
}
