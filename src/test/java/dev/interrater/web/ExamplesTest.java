package dev.interrater.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.interrater.datamanager.StandIn;
import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.ReferencePython;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sends what the OpenAPI document has as examples, in the order in which they are kept, to an organization of which all is known, and
 * holds the answers against those in the document. What was got is in {@code target/examples.json} afterwards, to be kept.
 */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "examples"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
@WithTestResource(StandIn.class)
class ExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path KEPT = Path.of("src", "test", "resources", "openapi", "examples.json");
    private static final String CONFIG = "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'>"
            + "<Choice value='Good'/><Choice value='Bad'/></Choices></View>";

    private final Sql sql = Sql.in("examples");
    private Organization organization;
    private List<User> annotators;

    @BeforeEach
    void label() {
        organization = Organization.createIn(sql);
        annotators = Stream.generate(organization::member).limit(3).toList();
        sql.run("""
                UPDATE htx_user
                   SET username = name, first_name = initcap(name), last_name = 'Example', email = name || '@example.org'
                  FROM unnest('{ada,grace,alan,edsger}'::text[]) WITH ORDINALITY AS names (name, number)
                 WHERE id = number
                """);
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        for (String answers : List.of("Good Good Good", "Good Good Bad", "Bad Bad Bad", "Bad Bad Good")) {
            int task = labelling.task();
            String[] each = answers.split(" ");
            for (int i = 0; i < each.length; i++) {
                int annotation = labelling.annotation(task, annotators.get(i), Labelling.choice("mood", each[i]));
                sql.run(
                        "UPDATE task_completion SET ground_truth = ?, lead_time = ? WHERE id = ?",
                        i == 0,
                        8.5 + annotation,
                        annotation);
            }
            sql.run("""
                    INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                    VALUES (?::jsonb, 'v1', 0, ?, ?, now(), now())
                    """, Labelling.choice("mood", "Good"), task, labelling.project());
        }
        int other = organization.project();
        sql.run("UPDATE project SET title = (ARRAY['Reviews', 'Captions'])[id]");
        for (String kind : List.of("AGREEMENT", "VALUE_COUNTS")) {
            Map<String, String> columns = Map.of("kind", "'" + kind + "'", "triggered_by", "'ada@example.org'");
            long job = organization.job(labelling.project(), "QUEUED", columns);
            await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                    .equals("COMPLETED"));
            organization.job(other, "PENDING", columns);
        }
        await().until(() -> sql.<Boolean>value(
                "SELECT coalesce((SELECT computed = changes FROM agreement.consensus WHERE project_id = ?), false)",
                labelling.project()));
    }

    @Test
    void what_is_sent_by_example_is_answered_by_example() throws IOException {
        JsonNode kept = JSON.readTree(Files.readString(KEPT));
        JsonNode document =
                JSON.readTree(RestAssured.get("/q/openapi?format=json").asString());
        Map<String, DescribedOperation> operations = new HashMap<>();
        DescribedOperation.of(document).forEach(operation -> operations.put(operation.id(), operation));

        ObjectNode got = kept.deepCopy();
        kept.path("operations").properties().forEach(example -> {
            ObjectNode answers = JSON.createObjectNode();
            DescribedOperation operation = operations.remove(example.getKey());
            Stream.concat(
                            operation.answers().stream(),
                            operation.answers().isEmpty() ? Stream.of("*/*") : Stream.empty())
                    .forEach(type -> {
                        Response answer = send(operation, example.getValue(), type);
                        assertEquals(2, answer.statusCode() / 100, () -> operation.id() + ": " + answer.asString());
                        if (answer.statusCode() != 204) {
                            answers.set(type, timeless(type, answer.asString()));
                        }
                    });
            ((ObjectNode) got.path("operations").path(example.getKey())).set("answers", answers);
        });
        got.set("errors", errors());
        Files.writeString(
                Path.of("target", "examples.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(got) + "\n");

        assertEquals(Map.of(), operations, "without an example");
        ReferencePython.assertSame(kept, got, 1e-9, "");
    }

    private Response send(DescribedOperation operation, JsonNode example, String accept) {
        await().until(() ->
                sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE status IN ('QUEUED', 'RUNNING')")
                        == 0);
        RequestSpecification request = Api.as(organization.owner()).accept(accept);
        example.path("parameters").properties().forEach(parameter -> {
            String value = parameter.getValue().asText();
            if (operation.path().contains("{" + parameter.getKey() + "}")) {
                request.pathParam(parameter.getKey(), value);
            } else {
                request.queryParam(parameter.getKey(), value);
            }
        });
        if (operation.method().equals("POST")) {
            // Numbers are taken for dimensions that exist already, too; the new one is to have this.
            sql.run("ALTER SEQUENCE agreement.dimension_id_seq RESTART WITH 20");
        }
        if (example.has("body")) {
            request.contentType("application/json").body(example.path("body").toString());
        }
        return request.request(operation.method(), operation.path());
    }

    /** One for each answer of the document that is an error. */
    private ObjectNode errors() {
        ObjectNode errors = JSON.createObjectNode();
        errors.set("BadRequest", error(Api.as(organization.owner()).get(Api.STATUS + "?job_id=first"), 400));
        errors.set("Unauthorized", error(Api.anonymous().get(Api.STATUS), 401));
        errors.set("Forbidden", error(Api.as(annotators.get(0)).get(Api.STATUS), 403));
        errors.set("NotFound", error(Api.as(organization.owner()).get(Api.STATUS + "?job_id=404"), 404));
        sql.run("""
                INSERT INTO prediction (model_version, mislabeling, task_id, project_id, created_at, updated_at)
                SELECT 'agreement', 0, id, project_id, now(), now() FROM task LIMIT 1
                """);
        errors.set("Conflict", error(Api.as(organization.owner()).put("/api/projects/1/agreement/data-manager"), 409));
        errors.set(
                "PreconditionFailed",
                error(
                        Api.as(organization.owner())
                                .header("If-Match", "\"0\"")
                                .contentType("application/json")
                                .body("{}")
                                .patch("/api/projects/1/dimensions/1/"),
                        412));
        errors.set(
                "TooLarge",
                error(
                        Api.as(organization.owner())
                                .contentType("application/json")
                                .body(" ".repeat(100_000))
                                .post(Api.BACKFILL),
                        413));
        errors.set(
                "Unsupported",
                error(
                        Api.as(organization.owner())
                                .contentType("text/plain")
                                .body("1")
                                .post(Api.BACKFILL),
                        415));
        sql.run("ALTER TABLE agreement.backfill_job RENAME TO away");
        errors.set("Unavailable", error(Api.as(organization.owner()).get(Api.STATUS), 503));
        sql.run("ALTER TABLE agreement.away RENAME TO backfill_job");
        return errors;
    }

    private static JsonNode error(Response answer, int status) {
        assertEquals(status, answer.statusCode(), answer::asString);
        return timeless("application/json", answer.asString());
    }

    /** Without what is another every time: dates, IDs that are drawn, and the version of the service. */
    private static JsonNode timeless(String type, String answer) {
        String text = answer.replaceAll(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-11-23T14:45:44.833337Z")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "6f1c5a52-0d0b-4f0e-9d6c-3a1f0f5b7c11")
                .replaceAll("\"version\":\"[^\"]*\"", "\"version\":\"0.1.0\"");
        try {
            return type.contains("json") && !type.contains("ndjson") ? JSON.readTree(text) : TextNode.valueOf(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }
}
