package dev.interrater.live;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of Label Studio are hints, for whoever knows the secret. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true"),
            @ResourceArg(name = TestDatabase.LIVE, value = "true")
        })
class WebhookTest extends FollowedProject {
    private ValidatableResponse event(String body) {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .header("X-Interrater-Secret", TestDatabase.WEBHOOK_SECRET)
                .body(body)
                .post("/api/interrater/webhook")
                .then();
    }

    @Test
    void an_event_of_label_studio_makes_known_what_touches_no_date() {
        int deleted = answered("A", "B");
        backfill();
        sql.run(
                "UPDATE task_completion SET result = ?::jsonb WHERE task_id = ? AND completed_by_id = ?",
                Labelling.choice("mood", "B"),
                task,
                annotators.get(0).id());
        event("""
                {"action": "ANNOTATION_UPDATED",
                 "annotation": {"id": 7, "result": [{"value": {"rle": [1, 2, [3]], "task": 4}, "id": "x"}], "task": %1$d, "project": %2$d},
                 "project": {"id": %2$d, "title": "x", "created_by": {"id": 9}},
                 "task": {"id": %1$d, "data": {"id": 5}, "project": %2$d}}
                """.formatted(task, labelling.project())).statusCode(204);
        awaitKept("0");

        sql.run("DELETE FROM task_completion WHERE task_id = ?", deleted);
        sql.run("DELETE FROM task WHERE id = ?", deleted);
        event("{\"action\": \"TASKS_DELETED\", \"tasks\": [{\"id\": %d}], \"project\": {\"id\": %d}}"
                        .formatted(deleted, labelling.project()))
                .statusCode(204);
        await().atMost(PATIENCE)
                .until(() -> sql.<Long>value(
                                "SELECT count(*) FROM agreement.task_agreement WHERE project_id = ?",
                                labelling.project())
                        == 1);
    }

    @Test
    void events_have_to_bring_the_secret_and_are_otherwise_taken_as_they_come() {
        String event = "{\"action\": \"PROJECT_UPDATED\", \"project\": {\"id\": 1}}";
        for (String secret : List.of("", "another", TestDatabase.WEBHOOK_SECRET + "!")) {
            RestAssured.given()
                    .contentType(ContentType.JSON)
                    .header("X-Interrater-Secret", secret)
                    .body(event)
                    .post("/api/interrater/webhook")
                    .then()
                    .statusCode(401)
                    .body("status_code", equalTo(401));
        }
        event(event).statusCode(204);
        event("").statusCode(204);
        event("[[{").statusCode(204);
        event("{\"project\": {\"id\": 123456789012345678901234567890}}").statusCode(204);
        event("{\"task\": {\"id\": 7, \"data\": {\"text\": \"" + "long ".repeat(400_000) + "\"}}}")
                .statusCode(204);
        event("{\"annotation\": {\"result\": [" + "1234567, ".repeat(2_000_000) + "1]}}")
                .statusCode(204);
        event("[" + "1234567, ".repeat(4_000_000) + "1]").statusCode(413);
    }
}
