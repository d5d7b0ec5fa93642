package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.DatabaseProxy;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that only listens, and whose other side has gone without a word. */
@QuarkusTest
@TestProfile(SilentListenerTest.Impatient.class)
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.PROXY, value = "true"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class SilentListenerTest {
    /** Asks and gives up sooner than usual, so that this need not wait. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("interrater.database.patience", "1S", "interrater.worker.heartbeat", "300MS");
        }
    }

    private final Sql sql = Sql.in("worker");

    @AfterEach
    void mend() {
        DatabaseProxy.mend();
    }

    private List<Integer> listeners() {
        return sql.column("SELECT pid FROM pg_stat_activity WHERE datname = 'worker' AND query LIKE 'LISTEN%'");
    }

    @Test
    void it_is_noticed_and_another_one_listens() {
        await().until(() -> !listeners().isEmpty());
        List<Integer> before = listeners();

        DatabaseProxy.silence();

        await().atMost(Duration.ofSeconds(30)).until(() -> !before.containsAll(listeners()));
    }
}
