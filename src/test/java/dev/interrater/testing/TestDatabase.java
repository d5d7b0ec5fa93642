package dev.interrater.testing;

import dev.interrater.database.Migrations;
import dev.interrater.demo.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One embedded PostgreSQL for all tests of this JVM, and a service configured to use it. With the argument {@link #VERSION}
 * it is a database of its own in that server, with the tables of another version of Label Studio; with {@link #PROXY} the
 * service reaches it through {@link DatabaseProxy}.
 */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** Name of a script of the test resources that makes another Label Studio's tables, and of the database. */
    public static final String VERSION = "version";

    /** Whether to go through the proxy. */
    public static final String PROXY = "proxy";

    /** Whether the service under test runs jobs. It hardly ever polls then, so that notifications have to do. */
    public static final String WORKER = "worker";

    /** Whether the service under test follows annotations between backfills, with hardly any rest. It has a worker then, too. */
    public static final String LIVE = "live";

    /** What events of webhooks have to bring. */
    public static final String WEBHOOK_SECRET = "a secret of webhooks";

    /** What the service under test takes for Label Studio's secret key. */
    public static final String SECRET_KEY = "label-studio's own secret";

    private static EmbeddedDatabase server;

    private Map<String, String> arguments;

    /** The server, started by the first who asks. */
    public static synchronized EmbeddedDatabase server() {
        if (server == null) {
            server = EmbeddedDatabase.start();
        }
        return server;
    }

    @Override
    public void init(Map<String, String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> configuration = new HashMap<>(server().configuration());
        String version = arguments.get(VERSION);
        if (version != null) {
            create(version, "/label-studio/" + version + ".sql");
            configuration.compute("quarkus.datasource.reactive.url", (key, url) -> url.replaceFirst("[^/]*$", version));
        }
        if (arguments.containsKey(PROXY)) {
            configuration.compute(
                    "quarkus.datasource.reactive.url",
                    (key, url) -> url.replace(":" + server.port(), ":" + DatabaseProxy.start(server.port())));
        }
        migrate(configuration);
        configuration.put("quarkus.management.port", String.valueOf(Management.PORT));
        configuration.put("quarkus.management.test-port", String.valueOf(Management.PORT));
        configuration.put("interrater.auth.secret-key", SECRET_KEY);
        // Short, for those who wait for the end of it; where round trips are counted it must not end in between.
        configuration.put("interrater.auth.max-age", arguments.containsKey(PROXY) ? "1H" : "1S");
        // Clients of tests leave connections open until garbage is collected.
        configuration.put("quarkus.http.limits.max-connections", "20000");
        // Short and little, for those who exceed it.
        configuration.put("interrater.http.receive-timeout", "3S");
        configuration.put("interrater.http.max-bodies", "1M");
        // Where jobs are only looked at, nobody is to run them.
        configuration.put("interrater.worker.enabled", String.valueOf(arguments.containsKey(WORKER)));
        configuration.put("interrater.live.enabled", String.valueOf(arguments.containsKey(LIVE)));
        configuration.put("interrater.live.poll", "100MS");
        configuration.put("interrater.live.rest", "50MS");
        configuration.put("interrater.live.webhook-secret", WEBHOOK_SECRET);
        if (arguments.containsKey(WORKER)) {
            configuration.put("interrater.worker.poll", "10M");
        }
        return configuration;
    }

    /** Creates a database of this name with Label Studio's tables as a script makes them from those of today's version. */
    public static void create(String name, String script) {
        server();
        Sql.main().run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        Sql.main().run("CREATE DATABASE " + name);
        Sql database = Sql.in(name);
        database.run(resource("/demo/label-studio.sql"));
        database.run(resource(script));
        database.run("GRANT CREATE ON DATABASE " + name + " TO interrater");
        database.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO interrater");
    }

    /** The variables of a service on this database of the server, and more of them. */
    public static Map<String, String> environment(String database, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        // Where backfills are looked at, nothing else is to change results.
        environment.put("INTERRATER_LIVE_ENABLED", "false");
        environment.putAll(more);
        environment.put(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + server().port() + "/" + database);
        environment.put("QUARKUS_DATASOURCE_USERNAME", "interrater");
        environment.put("QUARKUS_DATASOURCE_PASSWORD", "interrater");
        return environment;
    }

    /** Brings the schema up to date where the service is configured to be, for packages that cannot do it themselves. */
    public static void migrate(Map<String, String> configuration) {
        Map<String, String> settings = new TreeMap<>();
        configuration.forEach((name, value) -> settings.put(name.toLowerCase().replace('_', '.'), value));
        String url = settings.get("quarkus.datasource.reactive.url");
        if (url != null) {
            Migrations.migrate(
                    url,
                    settings.get("quarkus.datasource.username"),
                    settings.get("quarkus.datasource.password"),
                    Duration.ofMinutes(1));
        }
    }

    /** A script of the resources, of the product or of the tests. */
    public static String resource(String name) {
        try (InputStream resource = TestDatabase.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The next test class may need it; it ends with this JVM.
    }
}
