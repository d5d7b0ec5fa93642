package dev.interrater;

import dev.interrater.demo.Demo;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;

/** Starts the service; in dev mode and under the profile demo on an embedded database, unless another one is configured. */
@QuarkusMain
public class Interrater {
    private static final String DATABASE = "quarkus.datasource.reactive.url";

    public static void main(String... args) {
        // Otherwise the HTTP server answers an undecodable path by itself, without a body; HttpErrors gives it one.
        System.setProperty("vertx.disableURIValidation", "true");
        if (!ConfigUtils.isPropertyNonEmpty(DATABASE)) {
            if (Boolean.getBoolean("interrater.demo") || ConfigUtils.isProfileActive("demo")) {
                Demo.start();
            } else {
                System.err.println(
                        "No database is configured: set QUARKUS_DATASOURCE_REACTIVE_URL to the one of Label Studio,"
                                + " for example postgresql://localhost:5432/labelstudio");
                System.exit(1);
            }
        }
        Quarkus.run(args);
    }
}
