package dev.interrater.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void the_user_in_the_url_is_taken_where_no_other_is_set_and_what_is_migrated_stays_as_it_is() {
        TestDatabase.create("migrations", "/label-studio/community.sql");
        String url = "postgresql://localhost:" + TestDatabase.server().port() + "/migrations?user=interrater";

        assertTrue(Migrations.migrate(url, null, null, Duration.ofMinutes(1)) > 0);
        assertEquals(0, Migrations.migrate(url, null, null, Duration.ofMinutes(1)));
    }
}
