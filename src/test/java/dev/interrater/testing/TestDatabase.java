package dev.interrater.testing;

import dev.interrater.demo.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** One embedded PostgreSQL for all tests of this JVM, and a service configured to use it. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** What the service under test takes for Label Studio's secret key. */
    public static final String SECRET_KEY = "label-studio's own secret";

    private static EmbeddedDatabase database;

    /** The database, started by the first who asks. */
    public static synchronized EmbeddedDatabase get() {
        if (database == null) {
            database = EmbeddedDatabase.start();
        }
        return database;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> configuration = new HashMap<>(get().configuration());
        configuration.put("interrater.auth.secret-key", SECRET_KEY);
        configuration.put("interrater.auth.max-age", "1S");
        return configuration;
    }

    @Override
    public void stop() {
        // The next test class may need it; it ends with this JVM.
    }
}
