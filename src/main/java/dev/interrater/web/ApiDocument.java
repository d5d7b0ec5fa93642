package dev.interrater.web;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Serves the OpenAPI document as it is kept in {@code docs}. Tests hold it to what the code says; generating it again at each start would
 * take a fifth of that.
 */
@ApplicationScoped
class ApiDocument {
    private static final String PATH = "/q/openapi";

    /** How the document is written. */
    private enum Format {
        YAML,
        JSON;

        /** Read when it is first asked for. */
        private final Uni<Buffer> text = Uni.createFrom()
                .item(this::read)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .memoize()
                .indefinitely();

        private Buffer read() {
            try (InputStream file = ApiDocument.class.getResourceAsStream("/openapi/openapi." + lower())) {
                return Buffer.buffer(file.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String lower() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void register(@Observes Router router) {
        Stream.of("", ".json", ".yaml", ".yml")
                .forEach(ending -> router.route(PATH + ending)
                        .method(HttpMethod.GET)
                        .method(HttpMethod.HEAD)
                        .handler(context -> send(context, format(context, ending))));
    }

    /** YAML, unless the address, the parameter, or else the header says JSON. */
    private static Format format(RoutingContext context, String ending) {
        if (!ending.isEmpty()) {
            return ending.equals(".json") ? Format.JSON : Format.YAML;
        }
        String asked = context.request().getParam("format");
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
        boolean json = asked != null
                ? asked.equalsIgnoreCase(Format.JSON.name())
                : accepted != null && accepted.contains("application/json");
        return json ? Format.JSON : Format.YAML;
    }

    private static void send(RoutingContext context, Format format) {
        Context own = Vertx.currentContext();
        format.text.subscribe().with(text -> own.runOnContext(ignored -> send(context, format, text)), context::fail);
    }

    private static void send(RoutingContext context, Format format, Buffer text) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/" + format.lower() + ";charset=UTF-8")
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(text.length()));
        if (context.request().method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(text);
        }
    }
}
