package dev.interrater.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.Set;

/**
 * Which of the meters that libraries bring along are kept. Database clients register theirs before Quarkus applies the filters
 * that are beans, so this one is applied as soon as there is a Vert.x; Quarkus finds it in {@code META-INF/services}.
 */
public final class Meters implements VertxServiceProvider {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Override
    public void init(VertxBuilder builder) {
        Metrics.globalRegistry
                .config()
                .meterFilter(MeterFilter.deny(meter -> isOfOneOfMany(meter) || isOfMadeUpMethod(meter)));
    }

    /** Of the database's clients, and of the event loops that accept connections, each would measure under the same name. */
    private static boolean isOfOneOfMany(Meter.Id meter) {
        return meter.getName().startsWith("postgresql.") || meter.getName().startsWith("vertx.http.connections.");
    }

    /** Requests are counted by path template, but by whatever method a client names. */
    private static boolean isOfMadeUpMethod(Meter.Id meter) {
        return meter.getName().equals("http.server.requests") && !METHODS.contains(meter.getTag("method"));
    }
}
