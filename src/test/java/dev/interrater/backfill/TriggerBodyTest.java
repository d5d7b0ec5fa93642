package dev.interrater.backfill;

import static dev.interrater.testing.Api.BACKFILL;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trigger's body may look like, and what is said to the others. P stands for the ID of a project. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class TriggerBodyTest {
    private static final String INTEGER = "A valid integer is required.";
    private static final String RANGE = "This integer is out of the 64-bit range.";
    private static final String BOOLEAN = "Must be a valid boolean.";
    private static final String ONE = "Ensure this value is greater than or equal to 1.";
    private static final String EXACTLY_ONE = "Exactly one of project_id, num_projects and all_projects is required.";

    private Organization organization;
    private int project;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
        project = organization.project();
    }

    private ValidatableResponse post(String contentType, String body) {
        return Api.as(organization.owner())
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)
                                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)))
                .header("Content-Type", contentType)
                .body(body.replace("P", String.valueOf(project)))
                .post(BACKFILL)
                .then();
    }

    // As bytes, for as a string the client would print it prettily, and some of them are very deep.
    private ValidatableResponse json(String body) {
        return Api.as(organization.owner())
                .header("Content-Type", "application/json")
                .body(body.replace("P", String.valueOf(project)).getBytes(StandardCharsets.UTF_8))
                .post(BACKFILL)
                .then();
    }

    private ValidatableResponse form(String body) {
        return post("application/x-www-form-urlencoded", body);
    }

    private static void refused(ValidatableResponse answer, String field, String sentence) {
        answer.statusCode(400)
                .body("detail", equalTo("Validation error"))
                .body("validation_errors", equalTo(Map.of(field, List.of(sentence))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'project_id': P}",
                "{'project_id': 'P'}",
                "{'project_id': ' +P '}",
                "{'project_id': P.0}",
                "{'project_id': 'P.00'}",
                "{'project_id': P0e-1}",
                "{'project_id': 00P, 'project_id': P}",
                "{'project_id': 'x', 'project_id': P}",
                "{'project_id': P, 'num_projects': null, 'all_projects': null}",
                "{'project_id': P, 'all_projects': false}",
                "{'project_id': P, 'more': [{'of': ['this', 1e999999999999]}]}",
                "{'num_projects': 1}",
                "{'num_projects': '1.'}",
                "{'all_projects': true}",
                "{'all_projects': 1}",
                "{'all_projects': 1.0}",
                "{'all_projects': 'Yes'}",
                "{'all_projects': 't'}",
                "\uFEFF{'all_projects': 'ON'}"
            })
    void json_is_read_leniently(String body) {
        if (body.contains("00P")) {
            body = body.replace("00P", "0"); // JSON has no leading zeros; the last of the two counts
        }
        json(body.replace('\'', '"')).statusCode(201).body("jobs.project_id", equalTo(List.of(project)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_id=P",
                "project_id=P.0",
                "project_id=x&project_id=P",
                "project_id=P&all_projects=",
                "project_id=P&all_projects=off",
                "num_projects=%31",
                "all_projects=TRUE",
                "all_projects=y&x=%F0%9F%98%80"
            })
    void forms_are_read_leniently(String body) {
        form(body).statusCode(201).body("jobs.project_id", equalTo(List.of(project)));
        json("{\"all_projects\": true}").statusCode(201);

        String parts = "";
        for (String pair : body.replace("%31", "1").split("&")) {
            String[] field = pair.split("=", 2);
            parts += "--b\r\nContent-Disposition: form-data; name=\"" + field[0] + "\"\r\n\r\n" + field[1] + "\r\n";
        }
        int expected = parts.contains("project_id") ? 400 : 201; // in flight by now, and read all the same
        post("multipart/form-data; boundary=b", parts + "--b--\r\n").statusCode(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "true, " + INTEGER,
                "3.5, " + INTEGER,
                "\"\", " + INTEGER,
                "\"x\", " + INTEGER,
                "\"1e2\", " + INTEGER,
                "\"\u0663\", " + INTEGER,
                "[1], " + INTEGER,
                "{}, " + INTEGER,
                "1e-999999999, " + INTEGER,
                "1e999999999, " + RANGE,
                "9223372036854775808, " + RANGE,
                "\"-9223372036854775809\", " + RANGE
            })
    void what_is_not_an_integer_is_refused_by_name(String value, String sentence) {
        refused(json("{\"project_id\": " + value + "}"), "project_id", sentence);
        refused(json("{\"num_projects\": " + value + "}"), "num_projects", sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "\"0\"", "-9223372036854775808"})
    void a_number_of_projects_begins_at_one(String value) {
        refused(json("{\"num_projects\": " + value + "}"), "num_projects", ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "\"x\"", "\"tru\"", "[]", "{\"a\": 1}", "1.5", "-1", "1e999999999"})
    void what_is_not_a_boolean_is_refused(String value) {
        refused(json("{\"all_projects\": " + value + "}"), "all_projects", BOOLEAN);
    }

    @Test
    void every_wrong_field_is_named_at_once() {
        json("{\"project_id\": \"x\", \"num_projects\": 0, \"all_projects\": \"?\"}")
                .statusCode(400)
                .body(
                        "validation_errors",
                        equalTo(Map.of(
                                "project_id", List.of(INTEGER),
                                "num_projects", List.of(ONE),
                                "all_projects", List.of(BOOLEAN))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"project_id\": null}",
                "{\"projectId\": 1}",
                "{\"project_id\": 1, \"num_projects\": 1}",
                "{\"num_projects\": 1, \"all_projects\": true}",
                "{\"project_id\": 1, \"num_projects\": 1, \"all_projects\": true}"
            })
    void none_or_several_of_the_three_are_refused(String body) {
        refused(json(body), "non_field_errors", EXACTLY_ONE);
    }

    @Test
    void all_projects_means_true() {
        refused(json("{\"all_projects\": false}"), "all_projects", "This must be true, or another field given.");
        refused(form("all_projects=0"), "all_projects", "This must be true, or another field given.");
        refused(form(""), "non_field_errors", EXACTLY_ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{]",
                "{\"project_id\"",
                "{\"project_id\": 1",
                "{\"project_id\": 1,}",
                "{} {}",
                "{'project_id': 1}",
                "{\"project_id\": NaN}",
                "[1,",
                "nul",
                "secret",
                "{\"project_id\": 01}",
                "\u0000",
                "{\"a\": \"\n\"}",
                "<xml/>"
            })
    void what_is_not_json_is_refused_without_quoting_it(String body) {
        String detail = json(body)
                .statusCode(400)
                .body("detail", startsWith("JSON parse error - "))
                .body("containsKey('validation_errors')", equalTo(false))
                .extract()
                .path("detail");
        assertFalse(detail.matches("(?s).*(secret|xml|ackson|code [0-9]|Source).*"), detail);
    }

    @Test
    void what_is_deep_or_long_or_not_text_is_refused() {
        for (String json : List.of("[".repeat(30_000) + "]".repeat(30_000), "[" + "0,".repeat(30_000) + "0]")) {
            json("{\"a\": " + json + "}").statusCode(400).body("detail", startsWith("JSON parse error - "));
        }
        json("{\"project_id\": " + "9".repeat(60_000) + "}").statusCode(400);
        json("{\"project_id\": \"" + "9".repeat(60_000) + "\"}").statusCode(400);
        json("{\"" + "k".repeat(60_000) + "\": 1}").statusCode(400);
        Api.as(organization.owner())
                .header("Content-Type", "application/json")
                .body(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'})
                .post(BACKFILL)
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "1", "\"x\"", "null", "true", "1.5"})
    void json_that_is_not_an_object_is_refused(String body) {
        refused(json(body), "non_field_errors", "Invalid data. Expected an object of fields.");
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, project_id=%zz",
        "multipart/form-data, project_id=1",
        "multipart/form-data; boundary=, project_id=1",
        "multipart/form-data; boundary=;, project_id=1",
        "multipart/form-data; boundary=b, nothing of the kind"
    })
    void what_is_not_a_form_is_refused(String contentType, String body) {
        post(contentType, body).statusCode(400);
    }

    @Test
    void a_file_is_not_a_number() {
        refused(
                post(
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"project_id\"; filename=\"a\"\r\n"
                                + "Content-Type: text/plain\r\n\r\nP\r\n--b--\r\n"),
                "project_id",
                INTEGER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "text/html"})
    void other_media_types_are_refused(String contentType) {
        post(contentType, "{\"project_id\": P}")
                .statusCode(415)
                .body("detail", equalTo("Unsupported media type in request."));
    }

    @Test
    void the_trailing_slash_makes_no_difference() {
        int status = Api.as(organization.owner())
                .redirects()
                .follow(false)
                .contentType("application/json")
                .body("{\"project_id\": " + project + "}")
                .post(BACKFILL.substring(0, BACKFILL.length() - 1))
                .statusCode();

        assertEquals(201, status);
    }
}
