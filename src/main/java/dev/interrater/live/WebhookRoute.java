package dev.interrater.live;

import dev.interrater.web.HttpErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes events of Label Studio's webhooks, if a secret is set that they have to bring. They make changes known at once which would be noticed
 * some seconds later, or, as deleted tasks, by the next sweep. Nothing depends on them: they may be lost, doubled and late.
 */
@ApplicationScoped
class WebhookRoute {
    private static final String PATH = "/api/interrater/webhook";
    private static final String SECRET = "X-Interrater-Secret";
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    /** How many are read at once; a megabyte of text of each may be in memory. */
    private static final int MOST = 8;

    private final Optional<String> secret;
    private final Hints hints;
    private final HttpErrors errors;
    private final AtomicInteger reading = new AtomicInteger();

    WebhookRoute(LiveConfig config, Hints hints, HttpErrors errors) {
        this.secret = config.webhookSecret();
        this.hints = hints;
        this.errors = errors;
    }

    void register(@Observes Router router) {
        secret.ifPresent(value -> router.post(PATH).handler(context -> receive(context, value)));
    }

    private void receive(RoutingContext context, String expected) {
        HttpServerRequest request = context.request();
        String given = request.getHeader(SECRET);
        String length = request.getHeader("Content-Length");
        if (given == null || !MessageDigest.isEqual(bytes(given), bytes(expected))) {
            errors.answer(context, 401);
        } else if (length != null && Long.parseLong(length) > MOST_BYTES) {
            errors.answer(context, 413);
        } else if (reading.incrementAndGet() > MOST) {
            reading.decrementAndGet();
            errors.answer(context, 503);
        } else {
            new Reading(context).begin();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One body as it arrives, on the event loop of its connection. */
    private final class Reading {
        private final RoutingContext context;
        private final Hint hint = new Hint();
        private long bytes;
        private boolean ended;

        Reading(RoutingContext context) {
            this.context = context;
        }

        void begin() {
            context.request()
                    .handler(this::add)
                    .exceptionHandler(broken -> end())
                    .endHandler(done -> complete())
                    .resume();
        }

        private void add(Buffer part) {
            bytes += part.length();
            if (bytes <= MOST_BYTES) {
                hint.add(part.getBytes());
            } else if (end()) {
                errors.answer(context, 413);
            }
        }

        private void complete() {
            if (end()) {
                hints.take(hint)
                        .subscribe()
                        .with(
                                taken -> context.response().setStatusCode(204).end(),
                                failure -> errors.answer(context, 503));
            }
        }

        /** False if it has ended before. */
        private boolean end() {
            if (ended) {
                return false;
            }
            ended = true;
            reading.decrementAndGet();
            return true;
        }
    }
}
