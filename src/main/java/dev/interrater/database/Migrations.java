package dev.interrater.database;

import io.quarkus.logging.Log;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema {@code agreement} up to date, before anything is served. Nothing else uses JDBC, so this opens its
 * own connections: Quarkus's extensions of Flyway and JDBC would bring a pool and a transaction manager into each start.
 */
@Singleton
public class Migrations {
    /** What the command {@code migrate} sets: the process ends behind the migrations, with exit code 0 if they have succeeded. */
    public static final String COMMAND = "interrater.migrations.command";

    /** No statement of a migration takes as long, however large the tables are. */
    private static final Duration STATEMENT = Duration.ofHours(1);

    private final String url;
    private final Optional<String> user;
    private final Optional<String> password;
    private final Duration patience;
    private final boolean atStart;
    private final boolean command;

    Migrations(
            DatabaseConfig config,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            @ConfigProperty(name = COMMAND, defaultValue = "false") boolean command) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.patience = config.patience();
        this.atStart = config.migrateAtStart();
        this.command = command;
    }

    /** Whether this package has them; native executables do not. */
    public static boolean arePackaged() {
        return Migrations.class.getResource("/org/flywaydb/core/Flyway.class") != null;
    }

    void run(@Observes @Priority(1) StartupEvent event) {
        if (arePackaged() && (atStart || command)) {
            int migrated = migrate(url, user.orElse(null), password.orElse(null), patience);
            if (migrated > 0) {
                Log.infof("%d migrations have brought the schema up to date", migrated);
            }
        }
        if (command) {
            Log.info("The schema is up to date");
            Quarkus.asyncExit(0);
            // Nothing else starts, and nothing is served.
            throw new PreventFurtherStepsException("migrated", 0);
        }
    }

    /**
     * Brings the schema of a database up to date; where several do so at once, all but one wait.
     *
     * @param url of the reactive client, such as {@code postgresql://localhost:5432/labelstudio}
     * @param user null: the one in the URL, if any
     * @param password likewise
     * @param patience how long a connection may take; in whole seconds, which are rounded up
     * @return how many migrations that took
     * @throws org.flywaydb.core.api.FlywayException when one of them fails, or there is no connection
     */
    public static int migrate(String url, String user, String password, Duration patience) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL("jdbc:" + url);
        if (user != null) {
            database.setUser(user);
        }
        if (password != null) {
            database.setPassword(password);
        }
        database.setLoginTimeout((int) patience.plusMillis(999).toSeconds());
        database.setSocketTimeout((int) STATEMENT.toSeconds());
        database.setTcpKeepAlive(true);
        return Flyway.configure()
                .dataSource(database)
                .schemas("agreement")
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
