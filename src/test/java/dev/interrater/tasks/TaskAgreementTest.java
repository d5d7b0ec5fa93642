package dev.interrater.tasks;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API says about single tasks. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class TaskAgreementTest {
    private static final String CONFIG = "<View><Text name='text' value='$t'/><Choices name='mood' toName='text'>"
            + "<Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices></View>";

    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);
    private final Labelling labelling = Labelling.create(sql, organization, CONFIG);
    private final List<User> annotators =
            Stream.generate(organization::member).limit(3).toList();

    private int answered(String... choices) {
        int task = labelling.task();
        for (int i = 0; i < choices.length; i++) {
            labelling.annotation(task, annotators.get(i), Labelling.choice("mood", choices[i]));
        }
        return task;
    }

    private void predict(int task, String version, String choice) {
        sql.run(
                "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " VALUES (?::jsonb, ?, 0, ?, ?, now(), now())",
                Labelling.choice("mood", choice),
                version,
                task,
                labelling.project());
    }

    private void backfill() {
        long job = organization.job(labelling.project(), "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));
    }

    private ValidatableResponse get(String path, Object... parameters) {
        return Api.as(organization.member())
                .get("/api/projects/" + labelling.project() + "/" + path, parameters)
                .then();
    }

    private ValidatableResponse matrix(int task, String selection) {
        return matrix(task, selection, Map.of());
    }

    /** As query parameters: a path with braces in its values is none for this client. */
    private ValidatableResponse matrix(int task, String selection, Map<String, ?> parameters) {
        return Api.as(organization.member())
                .queryParam("selection", selection)
                .queryParams(parameters)
                .get("/api/projects/" + labelling.project() + "/tasks/" + task + "/agreement-matrix")
                .then();
    }

    @Test
    void a_matrix_has_the_chosen_participants_before_any_backfill() {
        int task = answered("A", "A", "C");
        predict(task, "v1", "C");
        sql.run(
                "UPDATE task_completion SET ground_truth = true WHERE task_id = ? AND completed_by_id = ?",
                task,
                annotators.get(0).id());

        matrix(task, "{\"annotators\": {\"all\": true}, \"models\": {\"ids\": [\"v1\"]}, \"ground_truth\": true}")
                .statusCode(200)
                .body(
                        "users.id",
                        contains(
                                annotators.get(0).id(),
                                annotators.get(1).id(),
                                annotators.get(2).id(),
                                "model:v1",
                                "ground_truth"))
                .body("users[3].username", equalTo("v1"))
                .body("users[0].email", equalTo(annotators.get(0).email()))
                .body("users[0].initials", notNullValue())
                .body("matrix[0]", contains(1f, 1f, 0f, 0f, 1f))
                .body("matrix[2]", contains(0f, 0f, 1f, 1f, 0f))
                .body("matrix[3]", contains(0f, 0f, 1f, 1f, 0f))
                .body("matrix[4]", contains(1f, 1f, 0f, 0f, 1f));
    }

    @Test
    void it_is_as_the_annotations_are_now_whatever_is_kept() {
        int task = answered("A", "A");
        backfill();
        sql.run(
                "UPDATE task_completion SET result = ?::jsonb WHERE task_id = ? AND completed_by_id = ?",
                Labelling.choice("mood", "B"),
                task,
                annotators.get(1).id());

        matrix(task, "{\"annotators\": {\"all\": true}}").body("matrix", contains(contains(1f, 0f), contains(0f, 1f)));
    }

    @Test
    void label_studios_sdk_writes_the_selection_with_brackets() {
        int task = answered("A", "A", "C");

        Api.as(organization.member())
                .queryParam(
                        "selection[annotators][ids]",
                        annotators.get(0).id(),
                        annotators.get(2).id())
                .queryParam("selection[ground_truth]", false)
                .get("/api/projects/" + labelling.project() + "/tasks/" + task + "/agreement-matrix")
                .then()
                .statusCode(200)
                .body("matrix", contains(contains(1f, 0f), contains(0f, 1f)));
    }

    @Test
    void who_has_not_answered_has_null() {
        int task = answered("A", "A");

        matrix(
                        task,
                        "{\"annotators\": {\"ids\": [\"%s\", \"%s\"]}, \"models\": {\"ids\": [\"none\"]}}"
                                .formatted(
                                        annotators.get(0).id(),
                                        annotators.get(2).id()))
                .statusCode(200)
                .body("users", hasSize(3))
                .body("matrix[0]", contains(equalTo(1f), nullValue(), nullValue()))
                .body("matrix[2]", contains(nullValue(), nullValue(), equalTo(1f)));
        matrix(answered(), "{\"annotators\": {\"all\": true}, \"ground_truth\": true}")
                .statusCode(200)
                .body("matrix", contains(contains(1f)));
    }

    @Test
    void strangers_to_the_organization_are_left_out() {
        matrix(
                        answered("A", "A"),
                        "{\"annotators\": {\"ids\": [\""
                                + Organization.createIn(sql).owner().id() + "\"]}}")
                .statusCode(200)
                .body("users", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "3",
                "{",
                "{\"annotators\": 3}",
                "{\"annotators\": {\"ids\": [\"x\"]}}",
                "{\"annotators\": {\"ids\": [{}]}}",
                "{\"models\": {\"all\": \"perhaps\"}}",
                "{\"ground_truth\": []}"
            })
    void a_malformed_selection_is_named(String selection) {
        ValidatableResponse answer = matrix(answered("A", "A"), selection).statusCode(400);

        assertTrue(
                answer.extract().jsonPath().getMap("validation_errors").keySet().stream()
                        .allMatch(name -> name.toString().startsWith("selection")),
                answer.extract()::asString);
    }

    @Test
    void a_dimension_can_be_asked_for() {
        int task = answered("A", "A");
        backfill();
        long dimension = sql.value("SELECT id FROM agreement.dimension WHERE project_id = ?", labelling.project());

        matrix(task, "{\"annotators\": {\"all\": true}}", Map.of("dimension", dimension))
                .statusCode(200)
                .body("matrix[0]", contains(1f, 1f));
        matrix(task, "{}", Map.of("dimension", Long.MAX_VALUE))
                .statusCode(404)
                .body("detail", equalTo("No Dimension matches the given query."));
        matrix(Integer.MAX_VALUE, "{}").statusCode(404).body("detail", equalTo("No Task matches the given query."));
    }

    @Test
    void the_published_figures_come_out_of_the_whole_service() {
        int task = answered("A", "A", "C");

        get("agreement/tasks/" + task)
                .statusCode(200)
                .body("pairwise", is(1 / 3f))
                .body("consensus", is(2 / 3f))
                .body("error", nullValue())
                .body("users.id", contains(annotators.stream().map(User::id).toArray()))
                .body("dimensions[0].answers", contains(contains("A"), contains("A"), contains("C")))
                .body("dimensions[0].matrix[0]", contains(1f, 1f, 0f));
    }

    @Test
    void tasks_are_listed_in_the_asked_order_page_by_page() {
        int third = answered("A", "A", "C");
        int none = answered("A", "B", "C");
        int whole = answered("A", "A", "A");
        answered("A");
        answered();
        backfill();

        get("agreement/tasks")
                .statusCode(200)
                .body("results.id", contains(third, none, whole))
                .body("results[0].agreement", is(1 / 3f))
                .body("results[0].dimensions.mood", is(1 / 3f))
                .body("results.annotators", everyItem(is(3)))
                .body("next", nullValue());
        get("agreement/tasks?ordering=agreement").body("results.id", contains(none, third, whole));
        for (String ordering : List.of("id", "agreement", "-agreement")) {
            List<Integer> ids = new ArrayList<>();
            String next = "";
            while (next != null) {
                var page = get(
                                "agreement/tasks?page_size=1&ordering={o}" + (next.isEmpty() ? "" : "&cursor=" + next),
                                ordering)
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                ids.addAll(page.getList("results.id"));
                next = page.getString("next");
            }
            assertEquals(
                    switch (ordering) {
                        case "id" -> List.of(third, none, whole);
                        case "agreement" -> List.of(none, third, whole);
                        default -> List.of(whole, third, none);
                    },
                    ids);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "agreement", "-agreement"})
    void pages_and_the_stream_have_every_task_once_in_the_same_order_though_many_have_the_same_score(String ordering) {
        for (int i = 0; i < 4; i++) {
            answered("A", "A", "C");
            answered("A", "B", "C");
            answered("A", "A", "A");
        }
        backfill();
        long dimension = sql.value("SELECT id FROM agreement.dimension WHERE project_id = ?", labelling.project());
        String pair = annotators.get(0).id() + "," + annotators.get(1).id();
        for (String of :
                List.of("", "&dimension=" + dimension, "&annotators=" + pair, "&min=0.3", "&max=0.4", "&label=C")) {
            String asked = "agreement/tasks?ordering=" + ordering + of;
            List<Integer> listed = pages(asked + "&page_size=5");

            assertEquals(listed.stream().distinct().toList(), listed, asked);
            assertEquals(of.contains("=0.") || of.contains("label") ? 8 : 12, listed.size(), asked);
            assertEquals(listed, pages(asked + "&page_size=1"), asked);
            assertEquals(
                    listed,
                    Api.as(organization.owner())
                            .accept("text/csv")
                            .get("/api/projects/" + labelling.project() + "/" + asked)
                            .asString()
                            .lines()
                            .skip(1)
                            .map(line -> Integer.valueOf(line.split(",")[0]))
                            .toList(),
                    asked);
        }
    }

    /** The tasks of all pages. */
    private List<Integer> pages(String asked) {
        List<Integer> ids = new ArrayList<>();
        for (String next = ""; next != null; ) {
            var page = get(asked + (next.isEmpty() ? "" : "&cursor=" + next))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("results.id"));
            next = page.getString("next");
        }
        return ids;
    }

    @Test
    void a_page_ends_where_the_way_to_the_next_task_is_long() {
        List<Integer> tasks = List.of(answered("A", "A"), answered("B", "B"));
        backfill();
        sql.run("""
                INSERT INTO agreement.task_agreement
                       (project_id, task_id, pairwise, newest_annotation, annotations, annotation_updates, fingerprint)
                SELECT ?, 1e12 + n, 0.5, now(), '{}', '{}', gen_random_uuid() FROM generate_series(1, ?) n
                """, labelling.project(), TaskPage.FAR + TaskListSql.MOST);

        get("agreement/tasks?ordering=agreement&page_size=1")
                .statusCode(200)
                .body("results", empty())
                .body("next", notNullValue());
        assertEquals(tasks, pages("agreement/tasks?ordering=agreement&page_size=1"));
    }

    @Test
    void the_cursor_of_a_version_that_had_another_order_is_told_from_ours() {
        answered("A", "A");
        backfill();
        for (String other : List.of("MQ", "MSAwLjU")) {
            get("agreement/tasks?ordering=-agreement&cursor=" + other)
                    .statusCode(400)
                    .body("validation_errors.cursor", notNullValue());
        }
    }

    @Test
    void tasks_can_be_filtered() {
        int third = answered("A", "A", "C");
        int none = answered("A", "B", "C");
        int pair = answered("A", "A");
        backfill();
        long dimension = sql.value("SELECT id FROM agreement.dimension WHERE project_id = ?", labelling.project());

        get("agreement/tasks?min=0.3&max=0.5").body("results.id", contains(third));
        get("agreement/tasks?label=B").body("results.id", contains(none));
        get("agreement/tasks?label=nothing").body("results", empty());
        get("agreement/tasks?dimension={d}&ordering=-agreement", dimension)
                .body("results.id", contains(pair, third, none));
        get(
                        "agreement/tasks?annotators={a},{b}&ordering=-agreement",
                        annotators.get(0).id(),
                        annotators.get(1).id())
                .body("results.id", contains(pair, third, none))
                .body("results.agreement", contains(1f, 1f, 0f));
        get(
                        "agreement/tasks?annotators={a},{b}",
                        annotators.get(0).id(),
                        annotators.get(2).id())
                .body("results.id", contains(third, none));
        get("agreement/tasks?ordering=x&min=2&max=x&dimension=x&annotators=3&cursor=x&page_size=0")
                .statusCode(400)
                .body(
                        "validation_errors.keySet().sort()",
                        contains("annotators", "cursor", "dimension", "max", "min", "ordering", "page_size"));
        get("agreement/tasks?dimension=" + Long.MAX_VALUE).statusCode(404);
    }

    @Test
    void tasks_that_label_studio_has_deleted_are_not_listed() {
        int task = answered("A", "A");
        backfill();
        sql.run("DELETE FROM task_completion WHERE task_id = ?", task);
        sql.run("DELETE FROM task WHERE id = ?", task);

        get("agreement/tasks").body("results", empty());
    }

    @Test
    void a_stream_that_cannot_begin_in_time_is_told_so_and_leaves_room_for_others() throws Exception {
        answered("A", "A");
        backfill();
        String path = "/api/projects/" + labelling.project() + "/agreement/tasks";
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE agreement.task_agreement");
            Storm.of(
                            5,
                            () -> Api.as(organization.owner())
                                    .accept("text/csv")
                                    .get(path)
                                    .statusCode())
                    .forEach(status -> assertEquals(503, status));
        }
        Api.as(organization.owner()).accept("text/csv").get(path).then().statusCode(200);
    }

    @Test
    void all_tasks_come_as_lines_of_csv_or_json() {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tasks.add(answered("A", "A"));
        }
        backfill();
        String path = "/api/projects/" + labelling.project() + "/agreement/tasks";

        String csv = Api.as(organization.owner())
                .accept("text/csv")
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Type", "text/csv;charset=UTF-8")
                .extract()
                .asString();
        assertEquals(
                "id,agreement,dimensions,annotators,updated_at",
                csv.lines().findFirst().orElseThrow());
        assertEquals(
                tasks,
                csv.lines()
                        .skip(1)
                        .map(line -> Integer.valueOf(line.split(",")[0]))
                        .toList());
        assertTrue(csv.lines().skip(1).allMatch(line -> line.contains(",1.0,\"{\"\"mood\"\":1}\",2,")), csv);

        String json = Api.as(organization.owner())
                .accept("application/x-ndjson")
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Type", "application/x-ndjson;charset=UTF-8")
                .extract()
                .asString();
        assertEquals(
                5,
                json.lines()
                        .filter(line -> line.startsWith("{\"id\":") && line.endsWith("}"))
                        .count(),
                json);

        Api.as(organization.owner())
                .accept("text/csv")
                .get(path + "?min=x")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("validation_errors.min", notNullValue());
        Api.as(organization.owner())
                .accept("text/csv")
                .get("/api/projects/0/agreement/tasks")
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("detail", equalTo("No Project matches the given query."));
    }
}
