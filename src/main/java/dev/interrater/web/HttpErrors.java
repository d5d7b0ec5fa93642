package dev.interrater.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives the {@link ErrorResponse} also to what never reaches a resource: paths that cannot be decoded, and request lines,
 * headers and bodies that are too long. The HTTP server itself answers long lines and headers without a body, so it
 * is set to accept far longer ones than are accepted here.
 */
@ApplicationScoped
class HttpErrors {
    private static final int FIRST = Integer.MIN_VALUE;

    private final Errors errors;
    private final ObjectMapper json;
    private final int maxUri;
    private final int maxHeaders;

    HttpErrors(
            Errors errors,
            ObjectMapper json,
            @ConfigProperty(name = "interrater.http.max-uri", defaultValue = "8192") int maxUri,
            @ConfigProperty(name = "interrater.http.max-headers", defaultValue = "32768") int maxHeaders) {
        this.errors = errors;
        this.json = json;
        this.maxUri = maxUri;
        this.maxHeaders = maxHeaders;
    }

    void register(@Observes Router router) {
        IntStream.of(400, 404, 405, 406, 413, 414, 415, 431)
                .forEach(status -> router.errorHandler(status, context -> answer(context, status)));
        router.route().order(FIRST).handler(this::limit);
    }

    private void limit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().length() > maxUri) {
            answer(context, 414);
        } else if (length(request) > maxHeaders) {
            answer(context, 431);
        } else if (bodyLength(request) > RequestParser.MAX_BYTES) {
            answer(context, 413);
        } else if (!decodable(request)) {
            answer(context, 400);
        } else {
            context.next();
        }
    }

    private static boolean decodable(HttpServerRequest request) {
        if (request.uri().indexOf('%') < 0) {
            return true;
        }
        try {
            QueryStringDecoder uri = new QueryStringDecoder(request.uri());
            return uri.path() != null && uri.parameters() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As announced; a body in chunks is counted when it is read. */
    private static long bodyLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length); // the HTTP server has verified it
    }

    private static int length(HttpServerRequest request) {
        int length = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private void answer(RoutingContext context, int status) {
        context.request().resume(); // its body is of no interest, but in the way of the connection's next request
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(json.writeValueAsString(errors.body(status)));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }
}
