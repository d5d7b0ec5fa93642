package dev.interrater.analytics;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's methodology and threshold. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MetricParamTest extends LabelledProject {
    private ValidatableResponse post(String body) {
        return Api.as(organization.owner())
                .contentType(ContentType.JSON)
                .body(body)
                .post(path("metricparam/"))
                .then();
    }

    @Test
    void a_project_for_which_nobody_has_chosen_has_the_defaults() {
        get("metricparam/")
                .statusCode(200)
                .body("agreement_threshold", equalTo(0.5f))
                .body("metric_name", equalTo("pairwise"))
                .body("metric_params", anEmptyMap())
                .body("max_additional_annotators_assignable", nullValue())
                .body("allowed.metric_name.enum", contains("pairwise", "consensus"));
    }

    @Test
    void the_methodology_is_the_organizations_until_the_project_has_its_own() {
        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, methodology) VALUES (?, 'consensus')",
                organization.id());
        get("metricparam").body("metric_name", equalTo("consensus"));

        post("{\"metric_name\": \"pairwise\"}").statusCode(200).body("metric_name", equalTo("pairwise"));
        get("metricparam").body("metric_name", equalTo("pairwise"));
    }

    @Test
    void metrics_that_a_dimension_may_have_are_those_of_the_projects_methodology() {
        sql.run(
                "UPDATE project SET label_config = '<View><Number name=''n'' toName=''t''/></View>' WHERE id = ?",
                labelling.project());
        get("dimensions/").body("[0].allowed_metrics_with_params", hasKey("numeric_difference"));

        post("{\"metric_name\": \"consensus\"}").statusCode(200);

        get("dimensions/").body("[0].allowed_metrics_with_params", not(hasKey("numeric_difference")));
        get("dimensions/?agreement_methodology=pairwise")
                .body("[0].allowed_metrics_with_params", hasKey("numeric_difference"));
    }

    @Test
    void what_a_change_leaves_out_stays() {
        post("{\"metric_name\": \"consensus\"}").statusCode(200).body("agreement_threshold", equalTo(0.5f));
        post("{\"agreement_threshold\": 0.75, \"metric_name\": null}")
                .statusCode(200)
                .body("agreement_threshold", equalTo(0.75f))
                .body("metric_name", equalTo("consensus"));
        post("{}").statusCode(200).body("agreement_threshold", equalTo(0.75f));
    }

    @Test
    void what_was_read_can_be_sent_back_and_forms_are_read_too() {
        String answer = get("metricparam/").extract().asString();
        post(answer).statusCode(200).body("agreement_threshold", equalTo(0.5f));
        Api.as(organization.owner())
                .formParam("agreement_threshold", " 0.10")
                .post(path("metricparam/"))
                .then()
                .statusCode(200)
                .body("agreement_threshold", equalTo(0.1f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1.00", "0.330", "1e0", "0e-999999999", "\"1.\""})
    void thresholds_from_0_to_1_in_hundredths_are_accepted(String threshold) {
        post("{\"agreement_threshold\": " + threshold + "}").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0.01",
                "1.01",
                "0.333",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "\"half\"",
                "\"NaN\"",
                "\"\"",
                "true",
                "[0.5]",
                "{}"
            })
    void other_thresholds_are_refused_by_name(String threshold) {
        post("{\"agreement_threshold\": " + threshold + "}")
                .statusCode(400)
                .body("validation_errors", hasKey("agreement_threshold"));
        get("metricparam/").body("agreement_threshold", equalTo(0.5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"mean\"", "\"Pairwise\"", "\"\"", "1", "[\"pairwise\"]"})
    void other_methodologies_are_refused_by_name(String methodology) {
        post("{\"metric_name\": " + methodology + "}").statusCode(400).body("validation_errors", hasKey("metric_name"));
    }

    @Test
    void of_two_administrators_who_change_one_each_both_get_their_way() throws Exception {
        AtomicInteger turn = new AtomicInteger();
        Storm.of(
                2,
                () -> post(turn.getAndIncrement() == 0
                                ? "{\"agreement_threshold\": 0.9}"
                                : "{\"metric_name\": \"consensus\"}")
                        .statusCode(200));

        get("metricparam/").body("agreement_threshold", equalTo(0.9f)).body("metric_name", equalTo("consensus"));
        assertEquals(
                1L,
                sql.<Long>value(
                        "SELECT count(*) FROM agreement.project_settings WHERE project_id = ?", labelling.project()));
    }

    @Test
    void a_project_elsewhere_or_none_gets_no_settings() {
        int elsewhere = dev.interrater.testing.Organization.create().project();
        for (long project : new long[] {elsewhere, 2147483647L, 9223372036854775807L}) {
            Api.as(organization.owner())
                    .contentType(ContentType.JSON)
                    .body("{\"agreement_threshold\": 0.9}")
                    .post("/api/projects/" + project + "/metricparam/")
                    .then()
                    .statusCode(404);
            assertEquals(
                    0L,
                    sql.<Long>value("SELECT count(*) FROM agreement.project_settings WHERE project_id = ?", project));
        }
    }
}
