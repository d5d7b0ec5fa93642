package dev.interrater.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * A PostgreSQL of this process, gone when it ends, with Label Studio's tables in it, empty, and a role that may do what the
 * installation guide grants: read those tables and create one schema.
 */
public final class EmbeddedDatabase implements Closeable {
    private static final String ROLE = "interrater";

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts it on a free port of the loopback interface; as root, too. */
    public static EmbeddedDatabase start() {
        try {
            // The library's own default is one directory for all users of the machine, which belongs to the
            // first of them.
            File directory =
                    new File(System.getProperty("java.io.tmpdir"), "interrater-" + System.getProperty("user.name"));
            EmbeddedDatabase database = new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory)
                    // Far from UTC, so that a slip between time zones shows at once.
                    .setServerConfig("timezone", "Asia/Kathmandu")
                    .setServerConfig("max_connections", "200")
                    .start());
            database.run("label-studio.sql");
            database.execute("CREATE ROLE " + ROLE + " LOGIN; GRANT CREATE ON DATABASE postgres TO " + ROLE
                    + "; GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + ROLE);
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
        }
    }

    /** Runs a script of this package's resources as the database's superuser. */
    public void run(String script) {
        try (InputStream sql = EmbeddedDatabase.class.getResourceAsStream("/demo/" + script)) {
            execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the service has to be configured with to use it: names of Quarkus's properties, and their values. */
    public Map<String, String> configuration() {
        return Map.of(
                "quarkus.datasource.reactive.url", "postgresql://localhost:" + postgres.getPort() + "/postgres",
                "quarkus.datasource.username", ROLE,
                "quarkus.datasource.password", ROLE);
    }

    /** Its port on the loopback interface. Any role may log in, the superuser {@code postgres} among them. */
    public int port() {
        return postgres.getPort();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
