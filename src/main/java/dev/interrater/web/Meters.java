package dev.interrater.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Which of the meters that libraries bring along are kept. */
class Meters {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Produces
    @Singleton
    MeterFilter withoutNoise() {
        return MeterFilter.deny(meter -> isOfOneConnection(meter) || isOfMadeUpMethod(meter));
    }

    /** Of all the database's connections, each would measure itself under the same name. */
    private static boolean isOfOneConnection(Meter.Id meter) {
        return meter.getName().startsWith("postgresql.");
    }

    /** Requests are counted by path template, but by whatever method a client names. */
    private static boolean isOfMadeUpMethod(Meter.Id meter) {
        return meter.getName().equals("http.server.requests") && !METHODS.contains(meter.getTag("method"));
    }
}
