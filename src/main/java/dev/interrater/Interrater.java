package dev.interrater;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Starts the service. With the argument {@code migrate} it brings the database's schema up to date instead, and ends. Nothing
 * here reads the configuration, which a native executable does not have yet; see {@link DatabaseSource}.
 */
@QuarkusMain
public class Interrater {
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("migrate")) {
            // Quarkus ends behind its initialization, of which the migration is all there is, before anything is
            // served.
            System.setProperty("quarkus.init-and-exit", "true");
            System.setProperty("quarkus.flyway.active", "true");
        }
        // Otherwise the HTTP server answers an undecodable path by itself, without a body; HttpErrors gives it one.
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
