package dev.interrater.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.stream.IntStream;

/** Gives the {@link ErrorResponse} also to what never reaches a resource. */
@ApplicationScoped
public class HttpErrors {
    private static final int FIRST = Integer.MIN_VALUE;

    private final Errors errors;
    private final ObjectMapper json;

    HttpErrors(Errors errors, ObjectMapper json) {
        this.errors = errors;
        this.json = json;
    }

    void register(@Observes Router router) {
        IntStream.of(400, 404, 405, 406, 413, 414, 415, 431)
                .forEach(status -> router.errorHandler(status, context -> answer(context, status)));
        router.route().order(FIRST).handler(this::refuseUndecodable);
    }

    private void refuseUndecodable(RoutingContext context) {
        if (decodable(context.request())) {
            context.next();
        } else {
            answer(context, 400);
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

    /** Answers a request that no resource is for with an error of which no more is to be said. */
    public void answer(RoutingContext context, int status) {
        context.request().resume(); // its body is of no interest, but in the way of the connection's next request
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body(status));
    }

    /** The body of an answer of which nothing is to be said but its status. */
    String body(int status) {
        try {
            return json.writeValueAsString(errors.body(status));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
