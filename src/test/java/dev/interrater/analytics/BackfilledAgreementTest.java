package dev.interrater.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What a project's figures are after its backfill. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class BackfilledAgreementTest extends AnsweredProjects {
    private final Labelling labelling = Labelling.create(
            sql,
            organization,
            "<View><Choices name='answer' toName='text'><Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices></View>");
    private final User one = organization.member();
    private final User two = organization.member();
    private final User three = organization.member();
    private final int task = labelling.task();

    /** Two say A and one C, which is the ground truth; the model says A. */
    BackfilledAgreementTest() {
        labelling.annotation(task, one, choice("A"));
        labelling.annotation(task, two, choice("A"));
        int truth = labelling.annotation(task, three, choice("C"));
        sql.run("UPDATE task_completion SET ground_truth = true WHERE id = ?", truth);
        sql.run("""
                INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                VALUES (?::jsonb, 'v1', 0, ?, ?, now(), now())
                """, choice("A"), task, labelling.project());
        backfill(labelling);
    }

    private JsonNode found(String of) {
        return get("/api/projects/" + labelling.project() + "/" + of);
    }

    @Test
    void two_of_three_who_agree_are_a_third_by_pairs_and_two_thirds_by_consensus() {
        assertEquals(
                1 / 3.0, found("stats/total_agreement").path("total_agreement").asDouble(), ROUNDING);
        JsonNode dimensions = found("analytics/data-quality/agreement-analysis/dimensions");
        assertEquals(1 / 3.0, dimensions.at("/0/agreement").asDouble(), ROUNDING);
        JsonNode distribution = found("analytics/data-quality/agreement-analysis/distribution");
        assertEquals("[0,0,0,1,0,0,0,0,0,0]", distribution.path("histogram").toString());
        assertEquals(1, distribution.path("low_agreement_count").asInt());

        sql.run("INSERT INTO agreement.project_settings VALUES (?, NULL, 'consensus')", labelling.project());

        assertEquals(
                2 / 3.0, found("stats/total_agreement").path("total_agreement").asDouble(), ROUNDING);
        distribution = found("analytics/data-quality/agreement-analysis/distribution");
        assertEquals("[0,0,0,0,0,0,1,0,0,0]", distribution.path("histogram").toString());
        assertEquals(0, distribution.path("low_agreement_count").asInt());
    }

    @Test
    void everybody_is_compared_with_everybody_else() {
        JsonNode matrix = found("stats/IAA");
        assertEquals(
                "[[1.0,1.0,0.0],[1.0,1.0,0.0],[0.0,0.0,1.0]]",
                matrix.path("IAA").toString());
        assertEquals(
                "[[0.0,1.0,1.0],[1.0,0.0,1.0],[1.0,1.0,0.0]]",
                matrix.path("common_tasks").toString());
        assertEquals(matrix, found("stats/IAA?task=" + task));
        assertEquals(
                0.5,
                found("stats/agreement_annotator/" + one.id())
                        .path("Agreement_per_annotator")
                        .asDouble());
        assertEquals(
                0,
                found("users/" + one.id() + "/stats/agreement-groundtruth")
                        .path("agreement")
                        .asDouble(1));
        assertEquals(
                1,
                found("users/" + three.id() + "/stats/agreement-groundtruth")
                        .path("agreement")
                        .asDouble());
        assertEquals(
                1,
                found("user-stats/" + two.id() + "/prediction")
                        .path("average_prediction_agreement_per_user")
                        .asDouble());
        assertEquals(
                2 / 3.0, found("model-stats/v1/agreement").path("agreement").asDouble(), ROUNDING);
        assertEquals(
                0,
                found("model-stats/v1/agreement-groundtruth").path("agreement").asDouble(1));
        assertTrue(found("model-stats/v1/prediction")
                .path("average_prediction_agreement_per_model")
                .isNull());
        JsonNode labels = found("stats/IAA?per_label=true").path("IAA");
        assertEquals(
                "[[null,1.0,0.0],[1.0,null,0.0],[0.0,0.0,null]]",
                labels.path("A").toString());
        assertEquals(
                "[[null,null,0.0],[null,null,0.0],[0.0,0.0,null]]",
                labels.path("C").toString());
        assertEquals(found("stats/IAA?per_label=true"), found("stats/IAA?per_label=true&task=" + task));
        assertEquals(10, found("agreement/pairs").size());
    }

    /** Where sums are kept, the ground truth is participant 0. */
    @Test
    void nobody_is_user_0() {
        assertTrue(found("stats/agreement_annotator/0")
                .path("Agreement_per_annotator")
                .isNull());
        assertEquals(
                "{\"0\":null}",
                found("stats/agreement_annotators?ids=0").path("agreement").toString());
        assertEquals(
                "{\"0\":{}}",
                found("user-stats/prediction?per_label=true&ids=0")
                        .path("agreement")
                        .toString());
    }

    @Test
    void answers_are_counted_and_confused() {
        JsonNode confusion = found("analytics/data-quality/agreement-analysis/confusion-matrix");
        assertEquals("[\"A\",\"C\"]", confusion.path("labels").toString());
        assertEquals("[[1,2],[2,0]]", confusion.path("matrix").toString());
        confusion = found("analytics/data-quality/agreement-analysis/confusion-matrix?mode=ground_truth");
        assertEquals("[[0,0],[2,1]]", confusion.path("matrix").toString());
        JsonNode counts = found("stats/label-distribution/counts").path("results");
        assertEquals(
                "[\"A\",\"B\",\"C\"]",
                JSON.valueToTree(counts.findValuesAsText("choice")).toString());
        assertEquals("2", counts.at("/0/from_annotations_count").asText());
        assertEquals("1", counts.at("/0/from_predictions_count").asText());
        assertEquals("0", counts.at("/1/from_annotations_count").asText());
    }
}
