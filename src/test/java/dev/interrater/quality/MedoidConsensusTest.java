package dev.interrater.quality;

import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Api;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The consensus of regions and texts: the annotation that agrees most with all others of its task. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class MedoidConsensusTest extends ReviewedProject {
    private static final String BOXES = """
            <View><Image name='img' value='$i'/><Text name='text' value='$t'/>
              <Labels name='kind' toName='img'><Label value='Car'/></Labels><Rectangle name='box' toName='img'/>
              <TextArea name='title' toName='text'/>
              <Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>
            """;

    MedoidConsensusTest() {
        super(BOXES);
    }

    /** An annotation with a box at x, a title and a choice. */
    private void annotate(int task, int annotator, int x, String title, String mood) {
        String region = """
                {"id": "r%1$d", "from_name": "%2$s", "to_name": "img", "type": "%3$s", "original_width": 100,
                 "original_height": 100, "image_rotation": 0,
                 "value": {"x": %1$d, "y": 0, "width": 10, "height": 10, "rotation": 0%4$s}}
                """;
        String box = region.formatted(x, "box", "rectangle", "");
        String label = region.formatted(x, "kind", "labels", ", \"labels\": [\"Car\"]");
        String text = """
                {"id": "t%d", "from_name": "title", "to_name": "text", "type": "textarea", "value": {"text": ["%s"]}}
                """.formatted(x, title);
        String choice = """
                {"id": "c%d", "from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["%s"]}}
                """.formatted(x, mood);
        labelling.annotation(task, annotators.get(annotator), "[" + String.join(",", box, label, text, choice) + "]");
    }

    /** The second box lies between the others; it overlaps with each of them by 8 of 12. */
    private int answeredByThree() {
        int task = labelling.task();
        annotate(task, 0, 0, "a small car", "A");
        annotate(task, 1, 2, "a car", "A");
        annotate(task, 2, 4, "a car", "B");
        return task;
    }

    private int id(int annotator) {
        return annotators.get(annotator).id();
    }

    private ValidatableResponse getExactly(String rest) {
        return Api.as(organization.member())
                .config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .get(path(rest))
                .then();
    }

    @Test
    void the_box_that_overlaps_most_with_all_others_is_the_consensus_and_its_mean_overlap_the_confidence() {
        int task = answeredByThree();
        annotate(labelling.task(), 0, 0, "a car", "A");
        compute();

        getExactly("consensus?dimension=" + dimension("box"))
                .statusCode(200)
                .body("name", equalTo("box"))
                .body("method", equalTo("medoid"))
                .body("results.id", contains(task))
                .body("results[0].value", nullValue())
                .body("results[0].annotator", equalTo(id(1)))
                .body("results[0].annotators", equalTo(3))
                .body("results[0].probability", closeTo(8.0 / 12, 1e-9));
        get("consensus?dimension=" + dimension("title"))
                .statusCode(200)
                .body("method", equalTo("medoid"))
                .body("results.annotator", contains(id(1)));
    }

    @Test
    void without_a_dimension_it_is_that_of_the_first_one_with_values() {
        answeredByThree();
        compute();

        get("consensus")
                .statusCode(200)
                .body("name", equalTo("mood"))
                .body("method", equalTo("dawid_skene"))
                .body("results[0].value", equalTo("A"))
                .body("results[0].annotator", nullValue());
        get("annotators").statusCode(200).body("name", contains("mood"));
        get("next").statusCode(200).body("name", equalTo("mood"));
        get("next?dimension=" + dimension("box")).statusCode(404);
    }

    @Test
    void it_is_paged_by_agreement_and_streamed_as_lines() {
        int task = answeredByThree();
        int equal = labelling.task();
        annotate(equal, 0, 50, "same", "A");
        annotate(equal, 1, 50, "same", "A");
        compute();

        String boxes = "consensus?dimension=" + dimension("box");
        get(boxes + "&min=0.9").statusCode(200).body("results.id", contains(equal));
        get(boxes + "&max=0.9").statusCode(200).body("results.id", contains(task));
        get(boxes + "&page_size=1&max=1").statusCode(200).body("results.id", contains(task));
        Api.as(organization.member())
                .accept("text/csv")
                .get(path(boxes + "&min=0.9"))
                .then()
                .statusCode(200)
                .body(equalTo("id,value,probability,annotators,annotator\r\n" + equal + ",,1.0,2," + id(0) + "\r\n"));
        Api.as(organization.member())
                .accept("application/x-ndjson")
                .get(path(boxes + "&min=0.9"))
                .then()
                .statusCode(200)
                .body(containsString("\"annotator\":" + id(0)));
    }

    @Test
    void label_studio_imports_the_annotators_own_regions_with_their_labels_beside_values() throws Exception {
        answeredByThree();
        compute();

        JsonNode tasks = new ObjectMapper()
                .readTree(Api.as(organization.member())
                        .get(path("consensus?format=label-studio"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        JsonNode prediction = tasks.at("/0/predictions/0");
        assertEquals(1, tasks.size());
        assertEquals(
                List.of("box r2", "kind r2", "title t2", "mood consensus-" + dimension("mood")),
                StreamSupport.stream(prediction.path("result").spliterator(), false)
                        .map(item -> item.path("from_name").asText() + " "
                                + item.path("id").asText())
                        .toList());
        assertEquals(2, prediction.at("/result/0/value/x").asInt());
        assertEquals("Car", prediction.at("/result/1/value/labels/0").asText());
        assertEquals("a car", prediction.at("/result/2/value/text/0").asText());

        // Whoever has answered is asked for the answer as it is now; one that is gone has no place.
        sql.run("DELETE FROM task_completion WHERE project_id = ?", labelling.project());
        get("consensus?format=label-studio&dimension=" + dimension("box"))
                .statusCode(200)
                .body("$", empty());
    }

    @Test
    void before_two_annotators_have_answered_a_task_there_is_none() {
        annotate(labelling.task(), 0, 0, "a car", "A");
        compute();

        get("consensus?dimension=" + dimension("box")).statusCode(200).body("results", empty());
    }

    @Test
    void answers_of_a_control_with_another_dimension_are_imported_once() {
        answeredByThree();
        backfill();
        Api.as(organization.owner())
                .contentType(ContentType.JSON)
                .body("""
                        {"name": "Nearly the title", "extraction_method": "control_tag",
                         "extraction_method_params": {"control_tag": "title"}, "metric_type": "exact_match"}
                        """)
                .post("/api/projects/" + labelling.project() + "/dimensions/")
                .then()
                .statusCode(201);
        compute();

        get("consensus?format=label-studio")
                .statusCode(200)
                .body("[0].predictions[0].result.from_name", containsInAnyOrder("box", "kind", "title", "mood"));
    }

    @Test
    void tasks_of_very_many_annotators_are_read_some_at_a_time() {
        answeredByThree();
        compute();
        for (int i = 0; i < 3; i++) {
            sql.run("""
                    INSERT INTO agreement.agreement_matrix
                           (dimension_id, task_id, participants, scores, pairwise, newest_annotation)
                    VALUES (?, ?, ARRAY(SELECT generate_series(1, 500)), array_fill(0.5::float8, ARRAY[124750]), 0.5, now())
                    """, dimension("box"), labelling.task());
        }
        sql.run("UPDATE agreement.consensus SET changes = changes + 1 WHERE project_id = ?", labelling.project());
        compute();

        get("consensus?dimension=" + dimension("box"))
                .statusCode(200)
                .body("results.annotators", contains(3, 500, 500, 500));
    }
}
