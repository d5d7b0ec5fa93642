package dev.interrater;

import dev.interrater.demo.Demo;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;

/**
 * Starts the service; in dev mode and under the profile demo on an embedded database, unless another one is configured. With
 * the argument {@code migrate} it brings the database's schema up to date instead, and ends.
 */
@QuarkusMain
public class Interrater {
    private static final String DATABASE = "quarkus.datasource.reactive.url";
    private static final String TRACES = "quarkus.otel.exporter.otlp.endpoint";

    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("migrate")) {
            // Quarkus ends behind its initialization, of which the migration is all there is, before anything is
            // served.
            System.setProperty("quarkus.init-and-exit", "true");
            System.setProperty("quarkus.flyway.active", "true");
        }
        // Otherwise the HTTP server answers an undecodable path by itself, without a body; HttpErrors gives it one.
        System.setProperty("vertx.disableURIValidation", "true");
        if (!ConfigUtils.isPropertyNonEmpty(DATABASE)) {
            boolean demo = Boolean.getBoolean("interrater.demo") || ConfigUtils.isProfileActive("demo");
            if (demo && Demo.isPackaged()) {
                Demo.start();
            } else {
                System.err.println(
                        "No database is configured: set QUARKUS_DATASOURCE_REACTIVE_URL to the one of Label Studio,"
                                + " for example postgresql://localhost:5432/labelstudio");
                System.exit(1);
            }
        }
        if (ConfigUtils.isPropertyNonEmpty(TRACES)) {
            System.setProperty("quarkus.otel.sdk.disabled", "false");
        }
        Quarkus.run(args);
    }
}
