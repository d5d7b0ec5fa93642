package dev.interrater.web;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;

/**
 * Liveness and readiness on the port of the API as well: Knative knows only that one, and sends its probes there. They say yes
 * or no, and why only on the management port.
 */
@ApplicationScoped
class Probes {
    private final SmallRyeHealthReporter health;

    Probes(SmallRyeHealthReporter health) {
        this.health = health;
    }

    void register(@Observes Router router) {
        router.get("/q/health/live").handler(request -> answer(request, health::getLivenessAsync));
        router.get("/q/health/ready").handler(request -> answer(request, health::getReadinessAsync));
    }

    private static void answer(RoutingContext request, Supplier<Uni<SmallRyeHealth>> probe) {
        probe.get()
                .subscribe()
                .with(
                        result -> request.response()
                                .setStatusCode(result.isDown() ? 503 : 204)
                                .end(),
                        request::fail);
    }
}
