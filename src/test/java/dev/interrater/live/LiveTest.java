package dev.interrater.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
class LiveTest extends FollowedProject {
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
    void whoever_is_about_to_set_something_on_a_dimension_keeps_nobody_waiting() throws SQLException {
        backfill();
        try (Connection other = sql.connect();
                PreparedStatement set = other.prepareStatement(
                        "UPDATE agreement.dimension SET description = 'Mood' WHERE project_id = ?")) {
            other.setAutoCommit(false);
            set.setLong(1, labelling.project());
            assertEquals(1, set.executeUpdate());
            labelling.annotation(task, annotators.get(2), Labelling.choice("mood", "B"));
            touch();
            awaitKept("0.3333333333333333");
            backfill();
            other.rollback();
        }
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
                        "SELECT coalesce(not_before > now(), false) FROM agreement.followed_project WHERE project_id = ?",
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
        // What is under way when it is deleted may still be written.
        awaitLooks();
        await().atMost(PATIENCE)
                .until(() -> sql.<Boolean>value(
                        "SELECT NOT is_changed AND NOT is_wanted AND lease_until IS NULL"
                                + " FROM agreement.followed_project WHERE project_id = ?",
                        labelling.project()));
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
}
