package dev.interrater;

import dev.interrater.database.Migrations;
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
            System.setProperty(Migrations.COMMAND, "true");
        }
        // Otherwise the HTTP server answers an undecodable path by itself, without a body; HttpErrors gives it one.
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
