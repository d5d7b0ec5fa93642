package dev.interrater.analytics;

import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.interrater.testing.Organization.User;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far the annotators of a project agree: in one figure, by dimension, in pairs, and where they do not. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ProjectAgreementTest extends SummedProject {
    private static final String ANALYSIS = "analytics/data-quality/agreement-analysis/";
    private static final double ROUNDING = 1e-6;

    private final User ada = organization.member();
    private final User bob = organization.member();

    private ValidatableResponse found(String of) {
        return get(of).statusCode(200);
    }

    private ValidatableResponse doubles(String of) {
        return dev.interrater.testing.Api.as(organization.owner())
                .config(io.restassured.RestAssured.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .get(path(of))
                .then()
                .statusCode(200);
    }

    @Test
    void a_project_without_agreement_has_no_figures() {
        for (String of : List.of("stats/total_agreement", "stats/total_agreement?per_label=true")) {
            get(of).statusCode(204).body(equalTo(""));
        }
        found("stats/IAA?std=true")
                .body("IAA", empty())
                .body("common_tasks", empty())
                .body("users", empty())
                .body("$", not(hasKey("std")));
        found(ANALYSIS + "dimensions").body("$", empty());
        found(ANALYSIS + "distribution")
                .body("average_agreement", nullValue())
                .body("histogram", contains(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .body("low_agreement_count", equalTo(0))
                .body("total_tasks", equalTo(0));
        found(ANALYSIS + "confusion-matrix").body("labels", empty()).body("matrix", empty());
        found("stats/label-distribution/structure").body("dimensions", empty());
        found("stats/label-distribution/counts").body("results", empty()).body("next_offset", nullValue());
        found("agreement/participants").body("$", empty());
        found("agreement/pairs").body("$", empty());
    }

    @Test
    void the_total_is_the_mean_over_tasks_by_the_projects_methodology() {
        score(OVERALL, 0, 1, 1);
        score(OVERALL, 0, 0.5, 3);
        score(OVERALL, 1, 0.75, 4);

        found("stats/total_agreement").body("total_agreement", equalTo(0.625f));
        sql.run("INSERT INTO agreement.project_settings VALUES (?, NULL, 'consensus')", labelling.project());
        found("stats/total_agreement/").body("total_agreement", equalTo(0.75f));
    }

    @Test
    void the_total_of_a_label_is_the_mean_over_all_pairs_of_annotators() {
        long mood = dimension("mood", "Choices", null);
        long other = dimension("other", "Choices", null);
        pair(mood, "Good", ada.id(), bob.id(), 1, 0);
        pair(mood, "Good", GROUND_TRUTH, bob.id(), 0, 0, 0);
        pair(mood, "Good", model("v1"), bob.id(), 0, 0, 0);
        pair(other, "Good", ada.id(), bob.id(), 1, 1);
        pair(other, "Bad", ada.id(), bob.id(), 0);

        found("stats/total_agreement?per_label=true")
                .body("total_agreement", equalTo(Map.of("Good", 0.75f, "Bad", 0f)));
    }

    @Test
    void the_matrix_of_two_annotators_is_that_of_label_studios_example() {
        pair(OVERALL, "", ada.id(), bob.id(), 0.5);
        pair(OVERALL, "", GROUND_TRUTH, bob.id(), 1);
        pair(OVERALL, "", model("v1"), bob.id(), 1);

        found("stats/IAA")
                .body("IAA", contains(List.of(1f, 0.5f), List.of(0.5f, 1f)))
                .body("common_tasks", contains(List.of(0f, 1f), List.of(1f, 0f)))
                .body("users.id", contains(ada.id(), bob.id()))
                .body("users.email", contains(ada.email(), bob.email()))
                .body("users[0].size()", equalTo(2))
                .body("$", not(hasKey("std")));
        found("stats/IAA/?expand=users").body("users[0]", hasKey("avatar"));
    }

    @Test
    void the_matrices_of_labels_are_those_of_label_studios_example() {
        long sentiment = dimension("sentiment", "Choices", "[\"pos\", \"neg\"]");
        pair(sentiment, "neg", ada.id(), bob.id(), 0, 0);
        pair(sentiment, "pos", ada.id(), bob.id(), 0, 1, 1, 0);

        found("stats/IAA?per_label=true&std=true")
                .body("IAA.neg", contains(Arrays.asList(null, 0f), Arrays.asList(0f, null)))
                .body("IAA.pos", contains(Arrays.asList(null, 0.5f), Arrays.asList(0.5f, null)))
                .body("common_tasks.neg", contains(List.of(0f, 2f), List.of(2f, 0f)))
                .body("common_tasks.pos", contains(List.of(0f, 4f), List.of(4f, 0f)))
                .body("std.pos", equalTo(0.5f))
                .body("std.neg", equalTo(0f))
                .body("users.id", contains(ada.id(), bob.id()));
    }

    @Test
    void two_without_a_common_task_have_no_agreement_and_the_deviation_is_of_all_scores() {
        User eve = organization.member();
        pair(OVERALL, "", ada.id(), bob.id(), 1 / 3.0, 1 / 3.0);
        pair(OVERALL, "", bob.id(), eve.id(), 1);

        found("stats/IAA")
                .body("IAA[0]", equalTo(Arrays.asList(1f, 1 / 3f, null)))
                .body("common_tasks[0]", contains(0f, 2f, 0f));
        // Of 1/3, 1/3, 1.
        doubles("stats/IAA?std=true").body("std", closeTo(Math.sqrt(8) / 9, ROUNDING));
    }

    @Test
    void scores_that_are_all_the_same_do_not_deviate() {
        pair(OVERALL, "", ada.id(), bob.id(), 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);

        found("stats/IAA?std=true").body("std", equalTo(0f));
    }

    @Test
    void the_matrix_of_some_tasks_is_computed_from_them() {
        User eve = organization.member();
        Long[] participants = {-1L, 0L, (long) ada.id(), (long) bob.id(), (long) eve.id()};
        // Pairs in their order: with the model and the ground truth 0, ada-bob, ada-eve, bob-eve.
        for (Double[] scores : new Double[][] {
            {0., 0., 0., 0., 0., 0., 0., 1., 0.5, null},
            {0., 0., 0., 0., 0., 0., 0., 0., 0.5, null},
            {0., 0., 0., 0., 0., 0., 0., 1., 1., 1.}
        }) {
            int task = labelling.task();
            sql.run(
                    "INSERT INTO agreement.task_agreement (project_id, task_id, pairwise, consensus, newest_annotation,"
                            + " annotations, annotation_updates, fingerprint, participants, scores)"
                            + " VALUES (?, ?, 1, 1, now(), '{}', '{}', gen_random_uuid(), ?::text::bigint[], ?::text::float8[])",
                    labelling.project(),
                    task,
                    array(participants),
                    array(scores));
        }
        List<Integer> tasks = sql.column("SELECT id FROM task WHERE project_id = ? ORDER BY id", labelling.project());

        found("stats/IAA?std=true&task=" + tasks.get(0) + "," + tasks.get(1))
                .body("users.id", contains(ada.id(), bob.id(), eve.id()))
                .body("IAA[0]", equalTo(List.of(1f, 0.5f, 0.5f)))
                .body("IAA[1]", equalTo(Arrays.asList(0.5f, 1f, null)))
                .body("common_tasks[0]", contains(0f, 2f, 2f));
        found("stats/IAA?task=99999999").body("users", empty());
    }

    private static String array(Object[] elements) {
        return Arrays.toString(elements).replace('[', '{').replace(']', '}');
    }

    @Test
    void a_dimension_has_its_mean_by_the_projects_methodology() {
        long mood = dimension("mood", "Choices", null);
        dimension("unused", "Rating", null);
        long off = dimension("off", "Choices", null);
        sql.run("UPDATE agreement.dimension SET is_active = false WHERE id = ?", off);
        sql.run("UPDATE agreement.dimension SET name = 'Feeling' WHERE id = ?", mood);
        score(mood, 0, 0, 2);
        score(mood, 0, 1, 6);
        score(mood, 1, 0.5, 8);

        found(ANALYSIS + "dimensions")
                .body("name", contains("Feeling", "unused"))
                .body("from_name", contains("mood", "unused"))
                .body("control_tag", contains("Choices", "Rating"))
                .body("agreement", contains(0.75f, null));
        sql.run("INSERT INTO agreement.project_settings VALUES (?, NULL, 'consensus')", labelling.project());
        found(ANALYSIS + "dimensions/").body("agreement", contains(0.5f, null));
    }

    @Test
    void tasks_are_counted_by_tenths_and_those_below_the_threshold() {
        score(OVERALL, 0, 0, 1);
        score(OVERALL, 0, 0.09, 2);
        score(OVERALL, 0, 0.1, 3);
        score(OVERALL, 0, 0.49, 4);
        score(OVERALL, 0, 0.5, 5);
        score(OVERALL, 0, 0.99, 6);
        score(OVERALL, 0, 1, 7);

        found(ANALYSIS + "distribution")
                .body("histogram", contains(3, 3, 0, 0, 4, 5, 0, 0, 0, 13))
                .body("total_tasks", equalTo(28))
                .body("low_agreement_count", equalTo(10));
        for (Map.Entry<String, Integer> low : Map.of("0", 0, "0.01", 1, "0.49", 6, "0.50", 10, "0.51", 15, "1", 21)
                .entrySet()) {
            sql.run(
                    "INSERT INTO agreement.project_settings VALUES (?, ?::text::numeric)"
                            + " ON CONFLICT (project_id) DO UPDATE SET agreement_threshold = excluded.agreement_threshold",
                    labelling.project(),
                    low.getKey());
            found(ANALYSIS + "distribution").body("low_agreement_count", equalTo(low.getValue()));
        }
    }

    @Test
    void annotators_confuse_answers_in_both_directions() {
        long mood = dimension("mood", "Choices", null);
        long other = dimension("other", "Choices", null);
        confusion(mood, false, "[\"A\"]", "[\"A\"]", 3);
        confusion(mood, false, "[\"A\"]", "[\"B\"]", 2);
        confusion(mood, false, "[\"B\"]", "[\"C\",\"D\"]", 1);
        confusion(mood, true, "[\"A\"]", "[\"B\"]", 9);
        confusion(other, false, "\"\\\"A\\\"\"", "\"\\\"A\\\"\"", 1);

        found(ANALYSIS + "confusion-matrix?from_name=mood")
                .body("labels", contains("A", "B", "C, D"))
                .body("matrix", contains(List.of(3, 2, 0), List.of(2, 0, 1), List.of(0, 1, 0)))
                .body("precision", contains(0.6f, 0f, 0f))
                .body("recall", contains(0.6f, 0f, 0f))
                .body("top_confusion_pairs.actual", contains("A", "B"))
                .body("top_confusion_pairs.label", contains("B", "C, D"))
                .body("top_confusion_pairs.count", contains(2, 1))
                .body("top_confusion_pairs.rate", contains(2 / 3f, 1 / 3f))
                .body("top_confusion_pairs.from_name", contains("mood", "mood"));
        found(ANALYSIS + "confusion-matrix?mode=accepted&from_name=").body("matrix[0][0]", equalTo(4));
        found(ANALYSIS + "confusion-matrix?from_name=nothing").body("labels", empty());
    }

    @Test
    void with_the_ground_truth_rows_are_its_answers() {
        long mood = dimension("mood", "Choices", null);
        confusion(mood, true, "[\"A\"]", "[\"A\"]", 3);
        confusion(mood, true, "[\"A\"]", "[\"B\"]", 1);
        confusion(mood, true, "[\"B\"]", "[\"A\"]", 2);
        confusion(mood, false, "[\"B\"]", "[\"B\"]", 9);

        found(ANALYSIS + "confusion-matrix/?mode=ground_truth")
                .body("matrix", contains(List.of(3, 1), List.of(2, 0)))
                .body("precision", contains(0.6f, 0f))
                .body("recall", contains(0.75f, 0f))
                .body("top_confusion_pairs.actual", contains("B", "A"));
    }

    @Test
    void labels_are_counted_as_in_label_studios_example() {
        long label = dimension("label", "Choices", "[\"pos\", \"neg\"]");
        long quality = dimension("quality", "Rating", "[\"1\", \"2\"]");
        value(label, false, "pos", 12);
        value(label, true, "pos", 9);
        value(label, false, "neg", 8);
        value(label, true, "neg", 11);
        value(quality, false, "3", 1);

        found("stats/label-distribution/structure")
                .body(
                        "choice_keys",
                        contains(
                                "label___SEP___neg",
                                "label___SEP___pos",
                                "quality___SEP___1",
                                "quality___SEP___2",
                                "quality___SEP___3"))
                .body("dimensions.name", contains("label", "quality"))
                .body("dimensions.type", contains("choices", "rating"))
                .body("dimensions[0].choices", contains("neg", "pos"))
                .body("dimensions.dimension_id", contains((int) label, (int) quality))
                .body("dimensions[0]", not(hasKey("unsupported_reason")));
        found("stats/label-distribution/counts?choice_keys=label___SEP___pos___PIPE___label___SEP___neg")
                .body("next_offset", nullValue())
                .body("results.choice", contains("pos", "neg"))
                .body("results.choice_key", contains("label___SEP___pos", "label___SEP___neg"))
                .body("results.dimension_name", contains("label", "label"))
                .body("results.from_annotations_count", contains(12, 8))
                .body("results.from_annotations_percent", contains(60f, 40f))
                .body("results.from_predictions_count", contains(9, 11))
                .body("results.from_predictions_percent", contains(45f, 55f))
                .body("totals.annotation_totals_by_dimension.label", equalTo(20))
                .body("totals.prediction_totals_by_dimension.label", equalTo(20));
        found("stats/label-distribution/counts?limit=2&offset=1")
                .body("results.choice", contains("pos", "1"))
                .body("results.from_annotations_percent", contains(60f, 0f))
                .body("next_offset", equalTo(3));
        found("stats/label-distribution/counts?limit=2&offset=3").body("next_offset", nullValue());
        found("stats/label-distribution/counts?offset=2147483647&limit=1000").body("results", empty());
        found("stats/label-distribution/counts?choice_keys=no___SEP___x")
                .body("results.from_annotations_count", contains(0))
                .body("results.from_annotations_percent", contains(0f));
    }

    @Test
    void what_cannot_be_counted_says_so() {
        long note = dimension("note", "TextArea", null);
        sql.run("UPDATE agreement.dimension SET is_categorical = false WHERE id = ?", note);

        found("stats/label-distribution/structure")
                .body("dimensions[0].choices", empty())
                .body("dimensions[0]", hasKey("unsupported_reason"));
    }

    @Test
    void filters_without_items_are_none() {
        found("stats/label-distribution/counts?filters=%7B%22conjunction%22%3A%22and%22%2C%22items%22%3A%5B%5D%7D");
        get("stats/label-distribution/counts?filters=%7B%22items%22%3A%5B%7B%7D%5D%7D")
                .statusCode(400)
                .body("validation_errors", hasKey("filters"));
    }

    @ParameterizedTest
    @CsvSource({
        "stats/total_agreement?per_label=x, per_label",
        "stats/IAA?per_label=x, per_label",
        "stats/IAA?std=x, std",
        "stats/IAA?task=x, task",
        "stats/IAA?task=, task",
        "stats/IAA?expand=%00, expand",
        "analytics/data-quality/agreement-analysis/confusion-matrix?mode=some, mode",
        "analytics/data-quality/agreement-analysis/confusion-matrix?from_name=%00, from_name",
        "stats/label-distribution/counts?limit=0, limit",
        "stats/label-distribution/counts?limit=1001, limit",
        "stats/label-distribution/counts?offset=-1, offset",
        "stats/label-distribution/counts?filters=x, filters",
        "stats/label-distribution/counts?filters=%5B%5D, filters",
        "stats/label-distribution/counts?choice_keys=x, choice_keys",
        "stats/label-distribution/counts?choice_keys=, choice_keys"
    })
    void what_makes_no_sense_is_refused_by_name(String of, String parameter) {
        get(of).statusCode(400).body("validation_errors", hasKey(parameter));
    }
}
