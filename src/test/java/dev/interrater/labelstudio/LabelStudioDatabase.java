package dev.interrater.labelstudio;

import dev.interrater.testing.Sql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An empty PostgreSQL for Label Studio, whose role owns the database and may make roles, but is no superuser. */
final class LabelStudioDatabase implements AutoCloseable {
    static final String NAME = "labelstudio";

    private final EmbeddedPostgres postgres;

    LabelStudioDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        new File(System.getProperty("java.io.tmpdir"), "interrater-" + System.getProperty("user.name")))
                .start();
        Sql.at(port(), "postgres").run("CREATE ROLE labelstudio LOGIN CREATEROLE");
        Sql.at(port(), "postgres").run("CREATE DATABASE labelstudio OWNER labelstudio");
    }

    int port() {
        return postgres.getPort();
    }

    /** Statements as a superuser. */
    Sql sql() {
        return Sql.at(port(), NAME);
    }

    /** What docs/install.md has the database's owner do, to the letter. */
    void install() throws IOException {
        for (String statement : statements("As the database's owner")) {
            owner().run(statement);
        }
    }

    /** What docs/install.md says about Label Studio before its JWT settings. */
    void installBeforeJwtSettings() throws IOException {
        for (String statement : statements("As the database's owner")) {
            owner().run(statement.replace(" jwt_auth_jwtsettings,", ""));
        }
    }

    /** What it says about JWT settings that an upgrade of Label Studio brings. */
    void grantJwtSettings() throws IOException {
        for (String statement : statements("An upgrade that brings the")) {
            owner().run(statement);
        }
    }

    /** What it has those do who take Interrater out again. */
    void remove() throws IOException {
        for (String statement : statements("## Take it out again")) {
            owner().run(statement);
        }
    }

    private Sql owner() {
        return Sql.as("labelstudio", port(), NAME);
    }

    /** The indented lines behind this one of the guide, as statements. */
    private static List<String> statements(String line) throws IOException {
        String guide = Files.readString(Path.of("docs", "install.md"));
        String code = guide.substring(guide.indexOf(line))
                .lines()
                .dropWhile(text -> !text.startsWith("    "))
                .takeWhile(text -> text.startsWith("    "))
                .reduce("", String::concat);
        return List.of(code.strip().split(";\\s*"));
    }

    /** Where it is, as Label Studio is told. */
    Map<String, String> environment() {
        return Map.of(
                "DJANGO_DB", "default",
                "POSTGRE_HOST", "127.0.0.1",
                "POSTGRE_PORT", String.valueOf(port()),
                "POSTGRE_NAME", NAME,
                "POSTGRE_USER", "labelstudio",
                "POSTGRE_PASSWORD", "labelstudio");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
