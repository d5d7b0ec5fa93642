package dev.interrater.demo;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The demo organization: twenty projects of different kinds with jobs in all five states, and a second one beside it. */
@ApplicationScoped
public class Demo {
    private static final String STARTED = "interrater.demo.started";

    /** The tokens of those whom the page offers to look around as. */
    private static final String USERS = "interrater.demo.users";

    private final Pool pool;
    private final boolean started;
    private final int port;

    Demo(
            Pool pool,
            @ConfigProperty(name = STARTED, defaultValue = "false") boolean started,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.pool = pool;
        this.started = started;
        this.port = port;
    }

    /** Whether this package has the embedded database; those for production, native ones among them, leave it out. */
    public static boolean isPackaged() {
        return Demo.class.getResource("/io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class") != null;
    }

    /** Starts an embedded database with the organization in it and configures the service to use it, once in this process. */
    public static void start() {
        if (Boolean.getBoolean(STARTED)) {
            return; // a live reload in dev mode: the database is there already
        }
        EmbeddedDatabase database = EmbeddedDatabase.start();
        database.run("organization.sql");
        database.run("annotations.sql");
        database.run("people.sql");
        database.configuration().forEach(System::setProperty);
        System.setProperty(STARTED, "true");
        System.setProperty(USERS, "demo-owner demo-admin demo-annotator demo-stranger");
    }

    void addJobs(@Observes StartupEvent event) throws IOException {
        if (!started) {
            return;
        }
        try (InputStream sql = Demo.class.getResourceAsStream("/demo/jobs.sql")) {
            pool.query(new String(sql.readAllBytes(), StandardCharsets.UTF_8))
                    .execute()
                    .await()
                    .atMost(Duration.ofSeconds(30));
        }
        Log.infof(
                "The demo organization is ready. Try: curl -H 'Authorization: Token demo-owner'"
                        + " http://localhost:%d/api/dimensions/backfill/status/",
                port);
    }
}
