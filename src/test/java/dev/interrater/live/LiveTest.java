package dev.interrater.live;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After a backfill, agreement follows the annotations by itself. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true"),
            @ResourceArg(name = TestDatabase.LIVE, value = "true")
        })
class LiveTest {
    private static final String CONFIG = "<View><Text name='text' value='$t'/><Choices name='mood' toName='text'>"
            + "<Choice value='A'/><Choice value='B'/></Choices></View>";

    /** A busy machine may take its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Sql sql = Sql.in("worker");
    private final Organization organization = Organization.createIn(sql);
    private final Labelling labelling = Labelling.create(sql, organization, CONFIG);
    private final List<User> annotators =
            Stream.generate(organization::member).limit(3).toList();
    private final int task = answered("A", "A");

    private int answered(String... choices) {
        int created = labelling.task();
        for (int i = 0; i < choices.length; i++) {
            labelling.annotation(created, annotators.get(i), Labelling.choice("mood", choices[i]));
        }
        return created;
    }

    private void backfill() {
        long job = organization.job(labelling.project(), "QUEUED");
        await().atMost(PATIENCE)
                .until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
    }

    /** As Label Studio does behind each save and delete. */
    private void touch() {
        sql.run("UPDATE task SET updated_at = clock_timestamp() WHERE id = ?", task);
    }

    private String kept() {
        return sql.value(
                "SELECT coalesce((SELECT coalesce(pairwise::text, 'none') FROM agreement.task_agreement"
                        + " WHERE project_id = ? AND task_id = ?), 'gone')",
                labelling.project(),
                task);
    }

    private void awaitKept(String agreement) {
        await().atMost(PATIENCE).until(() -> kept().equals(agreement));
    }

    @Test
    void an_annotation_that_is_changed_skipped_or_deleted_is_followed() {
        backfill();
        assertEquals("1", kept());

        int third = labelling.annotation(task, annotators.get(2), Labelling.choice("mood", "B"));
        touch();
        awaitKept("0.3333333333333333");

        sql.run("UPDATE task_completion SET result = ?::jsonb WHERE id = ?", Labelling.choice("mood", "A"), third);
        touch();
        awaitKept("1");

        sql.run(
                "UPDATE task_completion SET was_cancelled = true WHERE completed_by_id = ?",
                annotators.get(0).id());
        sql.run("UPDATE task_completion SET result = ?::jsonb WHERE id = ?", Labelling.choice("mood", "B"), third);
        touch();
        awaitKept("0");

        sql.run("DELETE FROM task_completion WHERE id = ?", third);
        touch();
        awaitKept("none");
    }

    /** Every look until now may have passed the date of what is committed later. */
    private void awaitLooks() {
        Object before = sql.value("SELECT looked_at FROM agreement.change_watch");
        await().atMost(PATIENCE)
                .until(() -> sql.<Boolean>value(
                        "SELECT looked_at > ?::timestamptz + interval '300 ms' FROM agreement.change_watch", before));
    }

    @Test
    void what_is_committed_late_is_followed_however_old_its_date_is() throws SQLException {
        backfill();
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE task_completion SET result = '" + Labelling.choice("mood", "B")
                    + "' WHERE completed_by_id = " + annotators.get(0).id());
            statement.execute("UPDATE task SET updated_at = clock_timestamp() - interval '50 s' WHERE id = " + task);
            awaitLooks();
            connection.commit();
        }
        awaitKept("0");
    }

    @Test
    void what_is_settled_waits_for_transactions_that_have_begun_to_write() throws SQLException {
        backfill();
        awaitLooks();
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE task SET updated_at = clock_timestamp() WHERE id = " + task);
            Object began = sql.value("SELECT clock_timestamp()");
            awaitLooks();
            awaitLooks();
            assertTrue(sql.<Boolean>value("SELECT settled_until <= ? FROM agreement.change_watch", began));
            connection.rollback();
            await().atMost(PATIENCE)
                    .until(() -> sql.<Boolean>value("SELECT settled_until > ? FROM agreement.change_watch", began));
        }
    }

    @Test
    void a_clock_that_was_ahead_hides_nothing() {
        backfill();
        sql.run("UPDATE agreement.change_watch SET settled_until = now() + interval '1 h'");
        sql.run(
                "UPDATE task_completion SET result = ?::jsonb WHERE completed_by_id = ?",
                Labelling.choice("mood", "B"),
                annotators.get(0).id());
        touch();
        awaitKept("0");

        sql.run(
                "UPDATE task_completion SET result = ?::jsonb WHERE completed_by_id = ?",
                Labelling.choice("mood", "A"),
                annotators.get(0).id());
        sql.run("UPDATE task SET updated_at = now() + interval '1 h' WHERE id = ?", task);
        awaitKept("1");
    }

    @Test
    void before_a_first_backfill_nothing_is_followed_and_what_changes_meanwhile_is_not_lost() {
        touch();
        awaitLooks();
        assertEquals("gone", kept());

        backfill();
        labelling.annotation(task, annotators.get(2), Labelling.choice("mood", "B"));
        touch();
        awaitKept("0.3333333333333333");
    }

    @Test
    void another_label_config_and_another_metric_lead_to_another_agreement_of_all_tasks() {
        int other = answered("A", "B");
        backfill();
        sql.run(
                "UPDATE project SET label_config = ?, updated_at = clock_timestamp() WHERE id = ?",
                CONFIG.replace("mood", "temper"),
                labelling.project());
        await().atMost(PATIENCE)
                .until(() -> sql.<Long>value(
                                "SELECT count(*) FROM agreement.dimension WHERE project_id = ? AND config_name = 'mood'",
                                labelling.project())
                        == 0);

        sql.run(
                "UPDATE project SET label_config = ?, updated_at = clock_timestamp() WHERE id = ?",
                CONFIG,
                labelling.project());
        await().atMost(PATIENCE)
                .until(() -> sql.<Long>value(
                                "SELECT count(*) FROM agreement.agreement_matrix AS m JOIN agreement.dimension AS d ON d.id = m.dimension_id"
                                        + " WHERE m.task_id = ? AND m.pairwise = 1 AND d.config_name = 'mood'",
                                task)
                        == 1);
        long dimension = sql.value(
                "SELECT id FROM agreement.dimension WHERE project_id = ? AND config_name = 'mood'",
                labelling.project());
        Api.as(organization.owner())
                .contentType(ContentType.JSON)
                .body("{\"is_active\": false}")
                .patch("/api/projects/" + labelling.project() + "/dimensions/" + dimension + "/")
                .then()
                .statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> sql.<Long>value(
                                "SELECT count(*) FROM agreement.agreement_matrix WHERE dimension_id = ?", dimension)
                        == 0);
        assertEquals(0L, (long) sql.<Long>value(
                "SELECT count(*) FROM agreement.task_agreement WHERE task_id = ? AND pairwise IS NOT NULL", other));
    }

    @Test
    void what_touches_no_date_is_found_by_a_sweep() {
        int deleted = answered("A", "B");
        backfill();
        sql.run("DELETE FROM task_completion WHERE task_id = ?", deleted);
        sql.run("DELETE FROM task WHERE id = ?", deleted);
        sql.run(
                "UPDATE task_completion SET result = ?::jsonb WHERE task_id = ? AND completed_by_id = ?",
                Labelling.choice("mood", "B"),
                task,
                annotators.get(0).id());
        // Of what is written statistics tell after some seconds; until then a sweep is left out, and looks as if it had
        // been.
        await().atMost(PATIENCE).until(() -> {
            sql.run(
                    "UPDATE agreement.followed_project SET swept_at = now() - interval '2 h' WHERE project_id = ?",
                    labelling.project());
            return kept().equals("0");
        });
        await().atMost(PATIENCE)
                .until(() -> sql.<Long>value(
                                "SELECT count(*) FROM agreement.task_agreement WHERE project_id = ?",
                                labelling.project())
                        == 1);
    }

    @Test
    void an_organization_may_leave_it() {
        backfill();
        sql.run(
                "INSERT INTO agreement.organization_settings (organization_id, live) VALUES (?, false)"
                        + " ON CONFLICT (organization_id) DO UPDATE SET live = false",
                organization.id());
        labelling.annotation(task, annotators.get(2), Labelling.choice("mood", "B"));
        touch();
        awaitLooks();
        awaitLooks();
        assertEquals("1", kept());

        sql.run("UPDATE agreement.organization_settings SET live = true WHERE organization_id = ?", organization.id());
        awaitKept("0.3333333333333333");
    }

    @Test
    void a_config_that_cannot_be_read_keeps_what_is_known_until_it_is_mended() {
        backfill();
        sql.run(
                "UPDATE project SET label_config = '<View', updated_at = clock_timestamp() WHERE id = ?",
                labelling.project());
        labelling.annotation(task, annotators.get(2), Labelling.choice("mood", "B"));
        touch();
        await().atMost(PATIENCE)
                .until(() -> sql.<Boolean>value(
                        "SELECT not_before > now() FROM agreement.followed_project WHERE project_id = ?",
                        labelling.project()));
        assertEquals("1", kept());

        sql.run(
                "UPDATE project SET label_config = ?, updated_at = clock_timestamp() WHERE id = ?",
                CONFIG,
                labelling.project());
        awaitKept("0.3333333333333333");
    }

    @Test
    void a_project_that_is_deleted_softly_is_left_alone_and_looked_at_when_it_is_back() {
        backfill();
        sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", labelling.project());
        labelling.annotation(task, annotators.get(2), Labelling.choice("mood", "B"));
        touch();
        await().atMost(PATIENCE)
                .until(() -> sql.<Boolean>value(
                        "SELECT NOT is_changed AND lease_until IS NULL AND sweep_writes IS NULL"
                                + " FROM agreement.followed_project WHERE project_id = ?",
                        labelling.project()));
        assertEquals("1", kept());

        sql.run("UPDATE project SET deleted_at = NULL WHERE id = ?", labelling.project());
        sql.run(
                "UPDATE agreement.followed_project SET swept_at = now() - interval '2 h' WHERE project_id = ?",
                labelling.project());
        awaitKept("0.3333333333333333");
    }

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
