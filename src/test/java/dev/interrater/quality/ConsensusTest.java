package dev.interrater.quality;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From annotations through a backfill to what is probably right, who is competent, and what to look at next. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class ConsensusTest extends ReviewedProject {
    /** Thirty tasks on which two agree and the third says the other, and one that only the third has answered. */
    private List<Integer> withAnInvertedAnnotator() {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            tasks.add(answered(i % 2 == 0 ? "A A B" : "B B A"));
        }
        tasks.add(answered("- - A"));
        return tasks;
    }

    @Test
    void before_the_first_computation_it_is_not_there_and_the_reason_is() {
        for (String operation : List.of("annotators", "consensus", "next")) {
            get(operation)
                    .statusCode(404)
                    .body(
                            "detail",
                            equalTo("No consensus has been computed yet: it follows the project's first backfill."));
        }
        sql.run(
                "INSERT INTO agreement.consensus (project_id, changes, not_before) VALUES (?, 1, now() + interval '1 minute')",
                labelling.project());
        get("consensus")
                .statusCode(404)
                .body(
                        "detail",
                        equalTo(
                                "No consensus has been computed yet: it follows when no backfill of the project runs any more."));
    }

    @Test
    void annotators_are_listed_by_competence_and_who_is_inverted_is_named() {
        withAnInvertedAnnotator();
        compute();

        get("annotators")
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].id", equalTo((int) dimension()))
                .body("[0].name", equalTo("mood"))
                .body("[0].from_name", equalTo("mood"))
                .body("[0].reason", nullValue())
                .body("[0].out_of_date", equalTo(false))
                .body("[0].computed_at", notNullValue())
                .body("[0].tasks", equalTo(31))
                .body("[0].answers", equalTo(91))
                .body("[0].values.value", contains("A", "B"))
                .body("[0].annotators.id", contains(id(2), id(0), id(1)))
                .body("[0].annotators[0].finding", equalTo("inverted"))
                .body("[0].annotators[0].tasks", equalTo(31))
                .body("[0].annotators[0].competence", lessThan(0.1f))
                .body("[0].annotators[0].high", lessThan(0.3f))
                .body("[0].annotators[0].confusion", hasSize(2))
                .body("[0].annotators[1].finding", nullValue())
                .body("[0].annotators[1].tasks", equalTo(30))
                .body("[0].annotators[1].most_frequent.share", equalTo(0.5f));
        get("annotators?dimension=" + dimension()).statusCode(200).body("$", hasSize(1));
        get("annotators?dimension=0").statusCode(404);
        get("annotators?dimension=x").statusCode(400);
    }

    private int id(int annotator) {
        return annotators.get(annotator).id();
    }

    @Test
    void what_one_inverted_annotator_alone_has_said_is_turned_round() {
        List<Integer> tasks = withAnInvertedAnnotator();
        compute();

        get("consensus?page_size=500")
                .statusCode(200)
                .body("dimension", equalTo((int) dimension()))
                .body("results.id", equalTo(tasks))
                .body("results[0].value", equalTo("A"))
                .body("results[1].value", equalTo("B"))
                .body("results[0].annotators", equalTo(3))
                .body("results[30].value", equalTo("B"))
                .body("results[30].annotators", equalTo(1))
                .body("next", nullValue());
    }

    @Test
    void pages_follow_each_other_by_id_and_with_a_bound_by_probability() {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tasks.add(answered(List.of("A A A", "B B B", "A B -", "A A B").get(i % 4)));
        }
        compute();

        List<Map<String, Object>> byId = pages("consensus?page_size=5");
        assertEquals(tasks, byId.stream().map(task -> task.get("id")).toList());
        List<Map<String, Object>> byProbability = pages("consensus?page_size=5&max=1");
        assertEquals(12, byProbability.size());
        List<Double> probabilities = byProbability.stream()
                .map(task -> ((Number) task.get("probability")).doubleValue())
                .toList();
        assertEquals(probabilities.stream().sorted().toList(), probabilities);
        assertEquals(
                probabilities.stream().filter(probability -> probability >= 0.9).count(),
                pages("consensus?page_size=5&min=0.9").size());
        for (String wrong :
                List.of("min=2", "max=x", "cursor=!", "page_size=0", "format=xml", "as=tasks", "dimension=x")) {
            get("consensus?" + wrong).statusCode(400).body("validation_errors", notNullValue());
        }
        get("consensus?dimension=0").statusCode(404);
    }

    @Test
    void the_project_says_since_when_there_is_one_and_each_task_what_it_is() {
        List<Integer> tasks = withAnInvertedAnnotator();
        String list = "/api/agreement/projects?ids=" + labelling.project();
        Api.as(organization.member()).get(list).then().body("[0].consensus_computed_at", nullValue());
        get("tasks/" + tasks.get(30)).statusCode(200).body("dimensions[0].consensus_answer", nullValue());
        compute();

        Api.as(organization.member()).get(list).then().body("[0].consensus_computed_at", matchesPattern(".+Z"));
        get("tasks/" + tasks.get(30))
                .statusCode(200)
                .body("dimensions[0].consensus_answer", equalTo("B"))
                .body("dimensions[0].consensus_probability", greaterThan(0.9f))
                .body("dimensions[0].consensus_out_of_date", equalTo(false));
        sql.run(
                "UPDATE agreement.consensus SET changes = changes + 1, not_before = now() + interval '1 minute' WHERE project_id = ?",
                labelling.project());
        get("tasks/" + tasks.get(30)).body("dimensions[0].consensus_out_of_date", equalTo(true));
    }

    private List<Map<String, Object>> pages(String query) {
        List<Map<String, Object>> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = get(query + cursor).statusCode(200).extract().jsonPath();
            all.addAll(page.getList("results"));
            assertTrue(page.getList("results").size() <= 5);
            cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        }
        return all;
    }

    @Test
    void all_tasks_come_as_lines_of_csv_or_json() {
        withAnInvertedAnnotator();
        compute();

        String csv = Api.as(organization.owner())
                .accept("text/csv")
                .get(path("consensus"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertEquals(
                "id,value,probability,annotators,annotator",
                csv.lines().findFirst().orElseThrow());
        assertEquals(32, csv.lines().count());
        String json = Api.as(organization.owner())
                .accept("application/x-ndjson")
                .get(path("consensus?min=0.5"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertEquals(31, json.lines().count());
        Api.as(organization.owner())
                .accept("text/csv")
                .get(path("consensus?dimension=0"))
                .then()
                .statusCode(404)
                .contentType("application/json");
    }

    @Test
    void label_studios_format_has_the_data_and_the_consensus_as_predictions_or_ground_truth() throws Exception {
        List<Integer> tasks = withAnInvertedAnnotator();
        sql.run(
                "UPDATE task SET data = jsonb_build_object('t', 'number ' || id) WHERE project_id = ?",
                labelling.project());
        compute();

        JsonNode predictions = imported("");
        assertEquals(31, predictions.size());
        assertEquals("number " + tasks.get(0), predictions.at("/0/data/t").asText());
        JsonNode prediction = predictions.at("/0/predictions/0");
        assertEquals("consensus", prediction.path("model_version").asText());
        assertTrue(prediction.path("score").asDouble() > 0.9);
        JsonNode result = prediction.at("/result/0");
        assertEquals("mood", result.path("from_name").asText());
        assertEquals("text", result.path("to_name").asText());
        assertEquals("choices", result.path("type").asText());
        assertEquals("[\"A\"]", result.at("/value/choices").toString());

        JsonNode truth = imported("&as=annotations");
        assertTrue(truth.at("/0/annotations/0/ground_truth").asBoolean());
        assertEquals(result, truth.at("/0/annotations/0/result/0"));
        assertTrue(truth.at("/0/predictions").isMissingNode());
        assertEquals(0, imported("&max=0").size());
        Api.as(organization.owner())
                .get("/api/projects/0/agreement/consensus?format=label-studio")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/json"));
    }

    private JsonNode imported(String rest) throws Exception {
        return new ObjectMapper()
                .readTree(Api.as(organization.owner())
                        .get(path("consensus?format=label-studio" + rest))
                        .then()
                        .statusCode(200)
                        .contentType(startsWith("application/json"))
                        .extract()
                        .asString());
    }

    @Test
    void no_proxy_keeps_it_in_any_form() {
        withAnInvertedAnnotator();
        compute();

        for (String form : List.of("application/json", "text/csv", "application/x-ndjson")) {
            for (String asked : List.of("consensus", "consensus?format=label-studio")) {
                Api.as(organization.owner())
                        .accept(form)
                        .get(path(asked))
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", "private, no-cache");
            }
        }
    }

    @Test
    void what_to_look_at_next_is_what_is_uncertain_and_what_surprises() {
        for (int i = 0; i < 20; i++) {
            answered(i % 2 == 0 ? "A A A -" : "B B B -");
        }
        int wrong = answered("A A B -");
        int uncertain = answered("A B - -");
        compute();

        get("next?limit=1")
                .statusCode(200)
                .body("tasks", hasSize(1))
                .body("tasks[0].id", equalTo(uncertain))
                .body("tasks[0].annotators", equalTo(2))
                .body("surprises", hasSize(1));
        get("next?annotator=" + id(2))
                .statusCode(200)
                .body("surprises.task", contains(wrong))
                .body("surprises[0].annotator", equalTo(id(2)))
                .body("surprises[0].answer", equalTo("B"))
                .body("surprises[0].consensus", equalTo("A"));
        get("next?annotator=0").statusCode(200).body("surprises", empty());
        get("next?limit=1001").statusCode(400);
    }

    @Test
    void what_has_changed_since_is_out_of_date_until_it_is_computed_again() {
        int task = answered("A A B");
        answered("B B B");
        compute();
        String before = get("consensus").extract().path("computed_at");

        backfill();
        assertTrue(isComputed(), "a backfill that changes nothing needs no computation");
        get("consensus").statusCode(200).body("computed_at", equalTo(before));

        long running = organization.job(labelling.project(), "RUNNING");
        sql.run("UPDATE agreement.consensus SET changes = changes + 1 WHERE project_id = ?", labelling.project());
        get("annotators").statusCode(200).body("[0].out_of_date", equalTo(true));
        get("next").statusCode(200).body("out_of_date", equalTo(true));
        get("consensus").statusCode(200).body("out_of_date", equalTo(true));
        sql.run("UPDATE agreement.backfill_job SET status = 'COMPLETED', completed_at = now() WHERE id = ?", running);

        labelling.annotation(task, annotators.get(3), Labelling.choice("mood", "B"));
        compute();
        get("consensus").statusCode(200).body("out_of_date", equalTo(false)).body("results[0].annotators", equalTo(4));
    }

    @Test
    void what_a_dead_worker_has_left_is_nobodys_answer_and_is_deleted() {
        int task = answered("A A B");
        compute();
        // As a worker leaves it that is killed in the middle: what it wrote is not current, and its lease will run out.
        sql.run(
                "UPDATE agreement.consensus SET changes = changes + 1, attempt = attempt + 1, lease_until = now() + interval '30 s'"
                        + " WHERE project_id = ?",
                labelling.project());
        sql.run(
                "INSERT INTO agreement.consensus_run (project_id, dimension_id, attempt, categories)"
                        + " SELECT project_id, ?, attempt, '{\"[\\\"wrong\\\"]\"}' FROM agreement.consensus WHERE project_id = ?",
                dimension(),
                labelling.project());
        long left = sql.value("SELECT max(id) FROM agreement.consensus_run WHERE project_id = ?", labelling.project());
        sql.run("INSERT INTO agreement.consensus_task VALUES (?, ?, 0, 1, 1)", left, task);
        get("consensus").statusCode(200).body("results.value", equalTo(List.of("A")));

        sql.run(
                "UPDATE agreement.consensus SET lease_until = now() - interval '1 s', not_before = NULL WHERE project_id = ?",
                labelling.project());
        Labelling other = Labelling.create(sql, organization, CONFIG);
        backfill(other.project()); // the worker looks when a job has ended

        await().until(this::isComputed);
        await().until(() -> sql.<Long>value("SELECT count(*) FROM agreement.consensus_run WHERE id = ?", left) == 0);
        assertEquals(0L, sql.<Long>value("SELECT count(*) FROM agreement.consensus_task WHERE run = ?", left));
        get("consensus").statusCode(200).body("results.value", equalTo(List.of("A")));
    }

    @Test
    void more_values_than_can_be_categories_have_no_consensus_and_say_so() {
        for (int i = 0; i < 501; i++) {
            labelling.annotation(labelling.task(), annotators.get(0), Labelling.choice("mood", "value " + i));
        }
        compute();

        get("annotators")
                .statusCode(200)
                .body("[0].reason", equalTo("There are more than 500 different values."))
                .body("[0].annotators", empty())
                .body("[0].values", empty());
        get("consensus").statusCode(200).body("results", empty());
    }

    @Test
    void tasks_that_are_gone_and_models_and_the_ground_truth_are_not_there() {
        int task = answered("A A B");
        int gone = answered("B B B");
        sql.run(
                "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " VALUES (?::jsonb, 'v1', 0, ?, ?, now(), now())",
                Labelling.choice("mood", "B"),
                task,
                labelling.project());
        sql.run("UPDATE task_completion SET ground_truth = true WHERE task_id = ?", task);
        compute();
        get("annotators").statusCode(200).body("[0].annotators", hasSize(3)).body("[0].answers", equalTo(6));

        sql.run("DELETE FROM task_completion WHERE task_id = ?", gone);
        sql.run("DELETE FROM task WHERE id = ?", gone);
        get("consensus").statusCode(200).body("results.id", equalTo(List.of(task)));
        compute();
        get("annotators").statusCode(200).body("[0].tasks", equalTo(1));
    }

    @Test
    void two_dimensions_have_a_consensus_each_and_one_task_in_label_studios_format() throws Exception {
        Labelling two = Labelling.create(
                sql,
                organization,
                "<View><Text name='text' value='$t'/><Choices name='mood' toName='text'><Choice value='A'/></Choices>"
                        + "<Taxonomy name='kind' toName='text'><Choice value='X'/></Taxonomy></View>");
        int task = two.task();
        for (int i = 0; i < 2; i++) {
            two.annotation(task, annotators.get(i), """
                    [{"id": "1", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["A"]}},
                     {"id": "2", "from_name": "kind", "to_name": "text", "type": "taxonomy", "value": {"taxonomy": [["X", "Y"]]}}]
                    """);
        }
        backfill(two.project());
        String base = "/api/projects/" + two.project() + "/agreement/";
        await().until(() ->
                Api.as(organization.member()).get(base + "annotators").statusCode() == 200);

        Api.as(organization.member())
                .get(base + "annotators")
                .then()
                .body("name", contains("mood", "kind"))
                .body("[1].values.value", equalTo(Collections.singletonList("X / Y")));
        JsonNode imported = new ObjectMapper()
                .readTree(Api.as(organization.member())
                        .get(base + "consensus?format=label-studio")
                        .asString());
        assertEquals(1, imported.size());
        assertEquals(2, imported.at("/0/predictions/0/result").size());
        assertEquals(
                "[[\"X\",\"Y\"]]",
                imported.at("/0/predictions/0/result/1/value/taxonomy").toString());
    }
}
