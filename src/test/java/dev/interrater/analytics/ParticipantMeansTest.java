package dev.interrater.analytics;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far annotators, models and the ground truth agree, from kept sums. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class ParticipantMeansTest extends SummedProject {
    private final User ada = organization.member();
    private final User bob = organization.member();
    private final User eve = organization.member();
    private final long mood = dimension("mood", "Choices", "[\"Good\", \"Bad\"]");
    private final long old = model("v1");
    private final long odd = model("a/b, c%");

    ParticipantMeansTest() {
        pair(OVERALL, "", ada.id(), bob.id(), 1, 1, 0);
        pair(OVERALL, "", ada.id(), eve.id(), 0.5);
        pair(OVERALL, "", GROUND_TRUTH, ada.id(), 0.25, 0.75);
        pair(OVERALL, "", old, ada.id(), 1);
        pair(OVERALL, "", odd, ada.id(), 0, 0);
        pair(OVERALL, "", old, bob.id(), 0.75);
        pair(OVERALL, "", old, GROUND_TRUTH, 0.125);
        pair(OVERALL, "", old, odd, 0.375);
        pair(mood, "", ada.id(), bob.id(), 1, 1, 0);
        pair(mood, "Good", ada.id(), bob.id(), 1, 0);
        pair(mood, "Bad", ada.id(), bob.id(), 0);
        pair(mood, "Good", GROUND_TRUTH, ada.id(), 1);
        pair(mood, "Good", old, ada.id(), 1);
        pair(mood, "Good", odd, ada.id(), 0, 0, 0);
        pair(mood, "Bad", old, GROUND_TRUTH, 1);
        pair(mood, "Bad", old, odd, 0);
    }

    private ValidatableResponse found(String of) {
        return get(of).statusCode(200);
    }

    @Test
    void an_annotators_mean_weighs_every_common_task_alike() {
        found("stats/agreement_annotators?ids=" + bob.id() + "," + ada.id() + ",99999999")
                .body("agreement.size()", equalTo(3))
                .body("agreement", hasEntry(String.valueOf(ada.id()), 0.625f))
                .body("agreement", hasEntry(String.valueOf(bob.id()), 2 / 3f))
                .body("agreement", hasEntry("99999999", null));
        found("stats/agreement_annotator/" + ada.id()).body("Agreement_per_annotator", equalTo(0.625f));
        found("stats/agreement_annotator/99999999/")
                .body("$", hasKey("Agreement_per_annotator"))
                .body("Agreement_per_annotator", nullValue());
    }

    @Test
    void annotators_are_compared_with_the_ground_truth() {
        found("stats/agreement-groundtruth?ids=" + ada.id() + "," + bob.id())
                .body("agreement", hasEntry(String.valueOf(ada.id()), 0.5f))
                .body("agreement", hasEntry(String.valueOf(bob.id()), null));
        found("users/" + ada.id() + "/stats/agreement-groundtruth").body("agreement", equalTo(0.5f));
        found("users/" + ada.id() + "/stats/agreement-groundtruth?per_label=true")
                .body("agreement.Good", equalTo(1f));
        found("stats/agreement-groundtruth?per_label=true&ids=" + ada.id() + "," + bob.id())
                .body("agreement.'" + ada.id() + "'", equalTo(java.util.Map.of("Good", 1f)))
                .body("agreement.'" + bob.id() + "'", anEmptyMap());
    }

    @Test
    void annotators_are_compared_with_all_models() {
        found("user-stats/prediction?ids=" + ada.id() + "," + eve.id())
                .body("agreement", hasEntry(String.valueOf(ada.id()), 1 / 3f))
                .body("agreement", hasEntry(String.valueOf(eve.id()), null));
        found("user-stats/" + ada.id() + "/prediction").body("average_prediction_agreement_per_user", equalTo(1 / 3f));
        found("user-stats/" + ada.id() + "/prediction?per_label=1")
                .body("average_prediction_agreement_per_user.Good", equalTo(0.25f));
    }

    @Test
    void models_are_compared_with_annotators_the_ground_truth_and_each_other() {
        found("model-stats/v1/agreement").body("agreement", equalTo(0.875f));
        found("model-stats/v1/agreement-groundtruth").body("agreement", equalTo(0.125f));
        found("model-stats/v1/agreement-groundtruth?per_label=true").body("agreement.Bad", equalTo(1f));
        found("model-stats/v1/prediction").body("average_prediction_agreement_per_model", equalTo(0.375f));
        found("model-stats/v1/prediction?per_label=true")
                .body("average_prediction_agreement_per_model.Bad", equalTo(0f));
        found("model-stats/v9/agreement").body("$", hasKey("agreement")).body("agreement", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb%2C%20c%25", "a%2fb,%20c%25"})
    void a_version_may_have_any_name(String encoded) {
        Api.as(organization.owner())
                .urlEncodingEnabled(false)
                .get(path("model-stats/" + encoded + "/agreement"))
                .then()
                .statusCode(200)
                .body("agreement", equalTo(0f));
    }

    /** No text in PostgreSQL has a null character. */
    @ParameterizedTest
    @ValueSource(strings = {"agreement", "agreement-groundtruth", "prediction"})
    void a_version_that_cannot_be_is_as_one_that_is_not(String figure) {
        for (String version : new String[] {"%00", "v1%00", "v9"}) {
            Api.as(organization.owner())
                    .urlEncodingEnabled(false)
                    .get(path("model-stats/" + version + "/" + figure))
                    .then()
                    .statusCode(200)
                    .body("values()", contains(nullValue()));
        }
    }

    @Test
    void labels_of_a_dimension_that_is_switched_off_do_not_count() {
        sql.run("UPDATE agreement.dimension SET is_active = false WHERE id = ?", mood);

        found("users/" + ada.id() + "/stats/agreement-groundtruth?per_label=true")
                .body("agreement", anEmptyMap());
        found("agreement/pairs").body("[0].dimensions", empty());
    }

    @Test
    void members_rows_have_their_agreement() {
        int task = labelling.task();
        annotation(task, ada);
        annotation(task, eve);
        prediction(task, "v1", "2026-01-01");

        found("stats/member_performance_rows/")
                .body("results.id", contains(ada.id(), eve.id(), "model:v1"))
                .body("results.agreement", contains(0.625f, 0.5f, 0.875f))
                .body("results.ground_truth_agreement", contains(0.5f, null, 0.125f))
                .body("results.prediction_agreement", contains(1 / 3f, null, 0.375f));
        found("stats/member_performance_rows/?ordering=-agreement")
                .body("results.id", contains("model:v1", ada.id(), eve.id()));
        found("stats/member_performance_summary/").body("summary.avg_agreement", equalTo(2 / 3f));
    }

    @Test
    void every_participant_is_listed_with_all_others() {
        found("agreement/participants")
                .body("id", contains("model:a/b, c%", "model:v1", "ground_truth", ada.id(), bob.id(), eve.id()))
                .body("find { it.id == 'model:v1' }.overall.annotators.agreement", equalTo(0.875f))
                .body("find { it.id == 'model:v1' }.overall.models.comparisons", equalTo(1))
                .body("find { it.id == 'ground_truth' }.overall.annotators.agreement", equalTo(0.5f))
                .body("find { it.id == " + ada.id() + " }.overall.annotators.comparisons", equalTo(4))
                .body("find { it.id == " + ada.id() + " }.dimensions.name", contains("mood"))
                .body("find { it.id == " + ada.id() + " }.dimensions[0].means.annotators.agreement", equalTo(2 / 3f))
                .body("find { it.id == " + eve.id() + " }.overall.models.agreement", nullValue());
    }

    @Test
    void participants_are_called_by_first_and_last_name_as_far_as_they_have_any() {
        sql.run(
                "UPDATE htx_user SET first_name = 'Ada', last_name = 'Lovelace', username = 'al' WHERE id = ?",
                ada.id());
        sql.run("UPDATE htx_user SET username = 'bob' WHERE id = ?", bob.id());
        sql.run("UPDATE htx_user SET first_name = 'Eve', username = 'e' WHERE id = ?", eve.id());

        found("agreement/participants").body("name", contains("a/b, c%", "v1", null, "Ada Lovelace", "bob", "Eve"));
    }

    @Test
    void every_pair_is_listed_with_what_it_has_in_common() {
        found("agreement/pairs/")
                .body("participants.size()", equalTo(8))
                .body("[0].participants", equalTo(List.of("model:a/b, c%", "model:v1")))
                .body("[7].participants", contains(ada.id(), eve.id()))
                .body("[6].tasks", equalTo(3))
                .body("[6].agreement", equalTo(2 / 3f))
                .body("[6].dimensions.id", contains((int) mood))
                .body("[6].dimensions.tasks", contains(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stats/agreement_annotators",
                "stats/agreement_annotators?ids=1,model:v1",
                "stats/agreement-groundtruth?ids=x",
                "stats/agreement-groundtruth?ids=1&per_label=x",
                "user-stats/prediction",
                "user-stats/1/prediction?per_label=x",
                "users/1/stats/agreement-groundtruth?per_label=x",
                "model-stats/v1/prediction?per_label=x",
                "model-stats/v1/agreement-groundtruth?per_label=x"
            })
    void what_makes_no_sense_is_refused(String of) {
        get(of).statusCode(400).body("$", hasKey("validation_errors"));
    }
}
