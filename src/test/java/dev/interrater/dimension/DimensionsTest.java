package dev.interrater.dimension;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class DimensionsTest {
    private static final String CONFIG = """
            <View>
              <Text name="text" value="$text"/>
              <Choices name="mood" toName="text"><Choice value="Good"/><Choice value="Bad"/></Choices>
              <Rating name="stars" toName="text"/>
              <TextArea name="why" toName="text"/>
            </View>
            """;

    private final Sql sql = Sql.main();
    private final Organization organization = Organization.create();
    private final int project = Labelling.create(sql, organization, CONFIG).project();
    private final String path = "/api/projects/" + project + "/dimensions/";

    private RequestSpecification owner() {
        return Api.as(organization.owner());
    }

    private int id(String name) {
        return owner().get(path).path("find { it.name == '" + name + "' }.id");
    }

    private ValidatableResponse patch(int id, String body) {
        return owner().contentType(ContentType.JSON)
                .body(body)
                .patch(path + id + "/")
                .then();
    }

    private ValidatableResponse post(String body) {
        return owner().contentType(ContentType.JSON).body(body).post(path).then();
    }

    @Test
    void a_project_that_has_never_had_a_backfill_has_a_dimension_for_every_control() {
        owner().get(path)
                .then()
                .statusCode(200)
                .body("name", contains("mood", "stars", "why"))
                .body("control_tag", contains("Choices", "Rating", "TextArea"))
                .body("metric_type", contains("exact_match", "numeric_difference", "text_similarity"))
                .body("project", contains(project, project, project))
                .body("[0].values_enum", contains("Good", "Bad"))
                .body("[0].is_categorical", is(true))
                .body("[0].is_user_defined", is(false))
                .body("[0].extraction_method", equalTo("control_tag"))
                .body("[0].extraction_method_params.control_tag", equalTo("mood"))
                .body("[1].values_enum", nullValue());
    }

    @Test
    void dimensions_follow_the_label_config_when_they_are_asked_for() {
        int stars = id("stars");

        sql.run("UPDATE project SET label_config = ? WHERE id = ?", CONFIG.replace("\"stars\"", "\"points\""), project);

        owner().get(path).then().body("name", contains("mood", "points", "why"));
        owner().get(path + stars + "/").then().statusCode(404);
    }

    @Test
    void a_list_can_be_filtered_and_ordered() {
        patch(id("stars"), "{\"is_active\": false}").statusCode(200);

        owner().get(path + "?is_active=true").then().body("name", contains("mood", "why"));
        owner().get(path + "?is_active=false").then().body("name", contains("stars"));
        owner().get(path + "?ordering=-name").then().body("name", contains("why", "stars", "mood"));
        owner().get(path + "?ordering=colour&is_active=perhaps")
                .then()
                .statusCode(400)
                .body("validation_errors", hasKey("ordering"))
                .body("validation_errors", hasKey("is_active"));
    }

    @Test
    void metrics_that_may_be_chosen_come_with_the_schema_of_their_parameters() {
        owner().get(path + id("why") + "/")
                .then()
                .body("allowed_metrics_with_params", hasKey("exact_match"))
                .body(
                        "allowed_metrics_with_params.text_similarity_threshold.properties.threshold",
                        hasEntry("default", 0.85f))
                .body(
                        "allowed_metrics_with_params.text_similarity.properties.algorithm.enum[0]",
                        equalTo("levenshtein"))
                .body("allowed_metrics_with_params.text_similarity.properties.algorithm.description", notNullValue());
    }

    @Test
    void only_metrics_that_say_yes_or_no_are_allowed_under_consensus() {
        owner().get(path + "?agreement_methodology=consensus")
                .then()
                .body("[2].allowed_metrics_with_params", not(hasKey("text_similarity")))
                .body("[2].allowed_metrics_with_params", hasKey("text_similarity_threshold"));
        owner().get(path + "?agreement_methodology=vote")
                .then()
                .statusCode(400)
                .body("validation_errors", hasKey("agreement_methodology"));
    }

    @Test
    void an_administrator_changes_what_may_be_changed_of_a_dimension_of_the_config() {
        patch(id("why"), """
                        {"name": "Reason", "description": "In a sentence", "metric_type": "text_similarity_threshold",
                         "metric_params": {"threshold": 0.9, "granularity": "word"}, "is_active": false, "order": 7}
                        """)
                .statusCode(200)
                .body("name", equalTo("Reason"))
                .body("description", equalTo("In a sentence"))
                .body("metric_type", equalTo("text_similarity_threshold"))
                .body("metric_params.threshold", equalTo(0.9f))
                .body("metric_params.granularity", equalTo("word"))
                .body("is_active", is(false))
                .body("order", equalTo(7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": ""}                                        | name
            {"name": "stars"}                                   | name
            {"metric_type": "iou"}                              | metric_type
            {"metric_params": {"threshold": 2}}                 | metric_params.threshold
            {"metric_params": {"colour": "red"}}                | metric_params.colour
            {"metric_params": {"algorithm": "soundex"}}         | metric_params.algorithm
            {"metric_params": [1]}                              | metric_params
            {"order": -1}                                       | order
            {"order": 2147483648}                               | order
            {"is_active": "perhaps"}                            | is_active
            {"control_tag": "Choices"}                          | control_tag
            {"weight": 0.5}                                     | weight
            {"extraction_method": "json_path"}                  | extraction_method
            {"extraction_method_params": {"control_tag": "x"}}  | extraction_method_params
            {"is_user_defined": true}                           | is_user_defined
            """)
    void what_cannot_be_set_is_refused_by_name(String body, String field) {
        patch(id("why"), body).statusCode(400).body("validation_errors", hasKey(field));
    }

    @Test
    void a_dimension_of_the_config_cannot_be_deleted() {
        owner().delete(path + id("mood") + "/").then().statusCode(400);
    }

    @Test
    void people_define_change_and_delete_dimensions_of_their_own() {
        int id = post("""
                        {"name": "Near enough", "extraction_method": "control_tag",
                         "extraction_method_params": {"control_tag": "stars"},
                         "metric_type": "numeric_difference_threshold", "metric_params": {"max_difference": 2}}
                        """)
                .statusCode(201)
                .body("is_user_defined", is(true))
                .body("created_by", equalTo(organization.owner().id()))
                .body("control_tag", equalTo("Rating"))
                .extract()
                .path("id");

        patch(id, "{\"metric_params\": {\"max_difference\": 3}}").statusCode(200);
        owner().get(path + id + "/").then().body("metric_params.max_difference", equalTo(3.0f));

        owner().delete(path + id + "/").then().statusCode(204);
        owner().get(path + id + "/").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                                          | name
            {"name": "mood", "extraction_method_params": {"control_tag": "mood"}}                       | name
            {"name": "x"}                                                                               | extraction_method_params
            {"name": "x", "extraction_method_params": {"control_tag": "none"}}                          | extraction_method_params.control_tag
            {"name": "x", "extraction_method": "magic", "extraction_method_params": {}}                 | extraction_method
            {"name": "x", "extraction_method": "json_path", "extraction_method_params": {"from_name": "mood"}}                | extraction_method_params.path
            {"name": "x", "extraction_method": "json_path", "extraction_method_params": {"from_name": "mood", "path": "a..b"}} | extraction_method_params.path
            """)
    void a_definition_that_makes_no_sense_is_refused_by_name(String body, String field) {
        post(body).statusCode(400).body("validation_errors", hasKey(field));
    }

    @Test
    void no_two_dimensions_of_a_project_have_one_name() {
        String body = "{\"name\": \"Twice\", \"extraction_method_params\": {\"control_tag\": \"mood\"}}";
        post(body).statusCode(201);
        post(body).statusCode(400).body("validation_errors", hasKey("name"));
    }

    @Test
    void a_change_is_refused_when_somebody_else_has_changed_the_dimension_meanwhile() {
        int id = id("mood");
        String seen = owner().get(path + id + "/").header("ETag");
        patch(id, "{\"description\": \"First\"}").statusCode(200);

        owner().contentType(ContentType.JSON)
                .header("If-Match", seen)
                .body("{\"description\": \"Second\"}")
                .patch(path + id + "/")
                .then()
                .statusCode(412);

        owner().get(path + id + "/").then().body("description", equalTo("First"));
    }

    @Test
    void changes_of_different_fields_at_once_are_all_kept() {
        int id = id("mood");
        List<String> bodies = List.of("{\"description\": \"Kept\"}", "{\"order\": 9}", "{\"is_active\": false}");

        bodies.parallelStream().forEach(body -> patch(id, body).statusCode(200));

        owner().get(path + id + "/")
                .then()
                .body("description", equalTo("Kept"))
                .body("order", equalTo(9))
                .body("is_active", is(false));
    }

    @Test
    void members_read_and_change_nothing() {
        int id = id("mood");
        RequestSpecification member = Api.as(organization.member());
        member.get(path).then().statusCode(200);
        Api.as(organization.member()).get(path + id + "/").then().statusCode(200);

        Stream.of("PUT", "PATCH", "DELETE")
                .forEach(method -> Api.as(organization.member())
                        .contentType(ContentType.JSON)
                        .body("{\"name\": \"Mine\"}")
                        .request(method, path + id + "/")
                        .then()
                        .statusCode(403));
        Api.as(organization.member())
                .contentType(ContentType.JSON)
                .body("{\"name\": \"Mine\"}")
                .post(path)
                .then()
                .statusCode(403);
    }

    @Test
    void members_do_not_read_where_an_organization_does_not_let_them() {
        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, members_read) VALUES (?, false)",
                organization.id());

        Api.as(organization.member()).get(path).then().statusCode(403);
        owner().get(path).then().statusCode(200);
    }

    @Test
    void another_organizations_dimension_looks_as_if_it_were_not_there() {
        int id = id("mood");
        Organization.User stranger = Organization.create().owner();

        assertEquals(404, Api.as(stranger).get(path).statusCode());
        assertEquals(404, Api.as(stranger).get(path + id + "/").statusCode());
        assertEquals(
                404,
                owner().get("/api/projects/" + organization.project() + "/dimensions/" + id + "/")
                        .statusCode());
    }
}
