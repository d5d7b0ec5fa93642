package dev.interrater;

import dev.interrater.database.Migrations;
import dev.interrater.demo.Demo;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What a start needs of a database. Without a database, dev mode and the profile demo start one, and any other start ends with
 * a sentence and exit code 1; so does the command {@code migrate} in a package without migrations. Quarkus calls it while it
 * sets up the configuration of the run. That is the first moment at which a native executable, too, sees its own environment
 * and not its builder's, and the last one before anything asks for the database.
 */
public class DatabaseSource implements ConfigSourceFactory {
    private static final String URL = "quarkus.datasource.reactive.url";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        // Builds and tests set up configurations as well, without an application that is about to start.
        if (ApplicationLifecycleManager.getCurrentApplication() == null) {
            return List.of();
        }
        if (Boolean.parseBoolean(value(context, Migrations.COMMAND)) && !Migrations.arePackaged()) {
            end("This executable has no migrations: run the command migrate of the image or the jar for Java");
        }
        if (value(context, URL).isEmpty()) {
            boolean demo =
                    context.getProfiles().contains("demo") || Boolean.parseBoolean(value(context, "interrater.demo"));
            if (!demo || !Demo.isPackaged()) {
                end("No database is configured: set QUARKUS_DATASOURCE_REACTIVE_URL to the one of Label Studio,"
                        + " for example postgresql://localhost:5432/labelstudio");
            }
            Demo.start();
        }
        // The demo needs no source: it sets system properties, which outlive a live reload.
        return List.of();
    }

    /**
     * Not by exit, which would wait for the end of this start, nor by an exception, which would be printed among all that was
     * logged so far. There is nothing yet that has to be closed.
     */
    private static void end(String reason) {
        System.err.println(reason);
        Runtime.getRuntime().halt(1);
    }

    private static String value(ConfigSourceContext context, String name) {
        String value = context.getValue(name).getValue();
        return value == null ? "" : value;
    }
}
