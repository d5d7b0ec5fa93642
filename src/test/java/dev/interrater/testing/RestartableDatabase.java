package dev.interrater.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL of a test's own, with Label Studio's tables, that can be stopped, can crash, and comes back with its data. */
public final class RestartableDatabase implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres postgres;

    private RestartableDatabase(Path data) {
        this.data = data;
    }

    /** A new one, running. */
    public static RestartableDatabase start() {
        try {
            RestartableDatabase database = new RestartableDatabase(
                    Files.createTempDirectory("restartable").resolve("data"));
            database.run(0);
            database.sql().run(TestDatabase.resource("/demo/label-studio.sql"));
            database.sql().run("CREATE ROLE interrater LOGIN");
            database.sql().run("GRANT CREATE ON DATABASE postgres TO interrater");
            database.sql().run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO interrater");
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        new File(System.getProperty("java.io.tmpdir"), "interrater-" + System.getProperty("user.name")))
                .setDataDirectory(data)
                .setCleanDataDirectory(false);
        postgres = (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** Statements as its superuser. */
    public Sql sql() {
        return Sql.at(postgres.getPort(), "postgres");
    }

    public int port() {
        return postgres.getPort();
    }

    /** Stops it as an operator does: whoever is connected is thrown out. */
    public void stop() throws IOException {
        postgres.close();
    }

    /** Its processes end at once and clean nothing up. */
    public void crash() throws IOException {
        String postmaster =
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim();
        Service.kill("QUIT", Long.parseLong(postmaster));
        postgres.close();
    }

    /** Starts it again, where it was. */
    public void startAgain() throws IOException {
        run(postgres.getPort());
    }

    /** From its next start on it is a standby, whose primary is away: it can be read, and nothing else. */
    public void becomeStandby() throws IOException {
        Files.createFile(data.resolve("standby.signal"));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
