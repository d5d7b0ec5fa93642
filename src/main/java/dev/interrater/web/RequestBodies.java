package dev.interrater.web;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the bodies of requests into memory, each up to a length of its own, and all together up to a bound. */
@ApplicationScoped
public class RequestBodies {
    private final long maxBody;
    private final long maxBodies;
    private final AtomicLong held = new AtomicLong();

    RequestBodies(HttpConfig config) {
        maxBody = config.maxBody().asLongValue();
        maxBodies = config.maxBodies().asLongValue();
    }

    /** The fields of a body of the usual length, {@code interrater.http.max-body}. */
    public Uni<Fields> fields(HttpServerRequest request) {
        return fields(request, maxBody);
    }

    /**
     * The fields of a body.
     *
     * @param maxBytes how long it may be
     * @return fails with an {@link ApiError}: 413 when the body is longer, if it announces so before any of it is read; 503
     *     when the process holds too many others; 400 when it ends too early or cannot be read
     */
    public Uni<Fields> fields(HttpServerRequest request, long maxBytes) {
        if (announced(request) > maxBytes) {
            return Uni.createFrom().failure(ApiError.tooLarge());
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        return Uni.createFrom()
                .<Buffer>emitter(emitter -> new Reading(emitter, maxBytes).begin(request))
                .map(body -> RequestParser.parse(request.getHeader("Content-Type"), body.getBytes()));
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length); // the HTTP server has verified it
    }

    /** One body as it arrives, on the event loop of its connection. */
    private final class Reading {
        private final UniEmitter<? super Buffer> emitter;
        private final long maxBytes;
        private Buffer body = Buffer.buffer();

        Reading(UniEmitter<? super Buffer> emitter, long maxBytes) {
            this.emitter = emitter;
            this.maxBytes = maxBytes;
        }

        void begin(HttpServerRequest request) {
            request.handler(this::add)
                    .exceptionHandler(broken -> fail(ApiError.badRequest("The body has ended too early.")))
                    .endHandler(end -> complete())
                    .resume();
        }

        private void add(Buffer part) {
            if (body == null) {
                return; // refused; the rest of it only has to leave the connection
            }
            if (body.length() + part.length() > maxBytes) {
                fail(ApiError.tooLarge());
            } else if (held.addAndGet(part.length()) > maxBodies) {
                held.addAndGet(-part.length());
                fail(ApiError.unavailable("Too many requests are being received. Try again."));
            } else {
                body.appendBuffer(part);
            }
        }

        private void complete() {
            Buffer complete = release();
            if (complete != null) {
                emitter.complete(complete);
            }
        }

        private void fail(ApiError error) {
            if (release() != null) {
                emitter.fail(error);
            }
        }

        private Buffer release() {
            Buffer released = body;
            body = null;
            if (released != null) {
                held.addAndGet(-released.length());
            }
            return released;
        }
    }
}
