package dev.interrater.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No change is missed, however late it is committed and whatever the clock says. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true"),
            @ResourceArg(name = TestDatabase.LIVE, value = "true")
        })
class ChangeWatchTest extends FollowedProject {
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
    void a_change_is_followed_though_the_clock_that_dates_it_is_an_hour_back() {
        backfill();
        awaitLooks();
        for (String choice : List.of("B", "A")) {
            sql.run(
                    "UPDATE task_completion SET result = ?::jsonb WHERE completed_by_id = ?",
                    Labelling.choice("mood", choice),
                    annotators.get(0).id());
            sql.run("UPDATE task SET updated_at = now() - interval '1 h' WHERE id = ?", task);
            awaitKept(choice.equals("A") ? "1" : "0");
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
}
