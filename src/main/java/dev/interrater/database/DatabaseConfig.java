package dev.interrater.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long anything waits for the database, and how much may wait. */
@ConfigMapping(prefix = "interrater.database")
public interface DatabaseConfig {
    String PATIENCE = "5S";
    String MAX_WAITING = "1000";
    String JOB_CONNECTIONS = "6";
    String JOB_PATIENCE = "5M";
    String MIGRATE_AT_START = "true";

    /** How long a request waits for the database in all, and anything else for one statement or one connection. */
    @WithDefault(PATIENCE)
    Duration patience();

    /** How many requests may wait for a connection. */
    @WithDefault(MAX_WAITING)
    int maxWaiting();

    /** How many connections jobs and the following of changes have for themselves in this process. Each job uses two at most, and following three. */
    @WithDefault(JOB_CONNECTIONS)
    int jobConnections();

    /** How long a job waits for one statement that reads or writes a page. */
    @WithDefault(JOB_PATIENCE)
    Duration jobPatience();

    /** Whether each start brings the schema up to date; the command {@code migrate} does it in any case, and native executables never do. */
    @WithDefault(MIGRATE_AT_START)
    boolean migrateAtStart();
}
