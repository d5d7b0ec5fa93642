package dev.interrater.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/**
 * Lets scripts of other origins use the API (CORS), if the setting {@code interrater.http.cors-origins} names them, with the methods and
 * headers that Label Studio lets them use. What comes from any other origin is answered all the same, as Label Studio does, without a
 * header that would make a browser show it to the script.
 */
@ApplicationScoped
class CrossOrigin {
    /** Behind {@link HttpErrors}. */
    private static final int SECOND = Integer.MIN_VALUE + 1;

    private static final String ANY = "*";
    private static final int SECONDS_OF_A_DAY = 86_400;

    private final List<String> origins;

    CrossOrigin(HttpConfig config) {
        origins = config.corsOrigins().orElse(List.of());
    }

    void register(@Observes Router router) {
        if (origins.isEmpty()) {
            return;
        }
        CorsHandler cors = CorsHandler.create()
                .allowedMethods(Set.of(
                        HttpMethod.DELETE,
                        HttpMethod.GET,
                        HttpMethod.OPTIONS,
                        HttpMethod.PATCH,
                        HttpMethod.POST,
                        HttpMethod.PUT))
                .allowedHeaders(Set.of(
                        "accept",
                        "authorization",
                        "content-type",
                        "if-match",
                        "if-none-match",
                        "x-api-key",
                        "x-requested-with"))
                .exposedHeaders(Set.of("ETag", "Link", "Retry-After", "X-Total-Count"))
                .maxAgeSeconds(SECONDS_OF_A_DAY);
        if (!origins.contains(ANY)) {
            cors.addOrigins(origins);
        }
        router.route("/api/*").order(SECOND).handler(context -> handle(context, cors));
    }

    private void handle(RoutingContext context, CorsHandler cors) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origins.contains(ANY) || origins.contains(origin)) {
            cors.handle(context);
        } else {
            // The handler would refuse it. A browser sends its own origin, too.
            context.next();
        }
    }
}
