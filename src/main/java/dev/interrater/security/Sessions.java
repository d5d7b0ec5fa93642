package dev.interrater.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.database.LookUpCache;
import dev.interrater.labelstudio.LabelStudioConfig;
import dev.interrater.web.ApiError;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Whose session of Label Studio a cookie belongs to. Label Studio itself is asked, and its answer remembered for {@code
 * interrater.auth.max-age}, as that of a token is.
 */
@ApplicationScoped
class Sessions {
    private static final String WHO_AM_I = "/api/current-user/whoami";
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_WAITING = 256;
    private static final int MAX_BODY = 64 * 1024;

    private final URI labelStudio;
    private final Duration patience;
    private final ObjectMapper json;
    private final HttpClient client;
    private final LookUpCache<String, Long> cache;

    Sessions(LabelStudioConfig config, AuthConfig auth, ObjectMapper json, Vertx vertx) {
        this.json = json;
        labelStudio = config.url().orElse(null);
        patience = config.patience();
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING);
        client = labelStudio == null ? null : vertx.createHttpClient(pool);
        cache = new LookUpCache<>(auth.maxAge(), MAX_REMEMBERED, this::ask);
    }

    /** Whether sessions count: it is known where Label Studio is. */
    boolean accepted() {
        return labelStudio != null;
    }

    /**
     * The ID of the user whose session it is.
     *
     * @throws ApiError 401 when it is nobody's, 503 when Label Studio does not answer
     */
    Uni<Long> userId(String cookie) {
        return cache.get(cookie).onItem().ifNull().failWith(() -> ApiError.unauthorized("Invalid session."));
    }

    private Uni<Long> ask(String cookie) {
        RequestOptions whoAmI = new RequestOptions()
                .setAbsoluteURI(labelStudio
                        .resolve(labelStudio.getPath().replaceFirst("/+$", "") + WHO_AM_I)
                        .toString())
                .setTimeout(patience.toMillis())
                .setConnectTimeout(patience.toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.COOKIE, Credentials.SESSION + "=" + cookie);
        return Uni.createFrom()
                .completionStage(() -> client.request(whoAmI)
                        .compose(request -> request.send().compose(Sessions::body))
                        .map(this::userId)
                        .toCompletionStage())
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure(failure -> !(failure instanceof ApiError))
                .transform(failure -> {
                    Log.warnf("Label Studio at %s does not say whose session it is: %s", labelStudio, failure);
                    return ApiError.unavailable("Label Studio does not answer whose session this is.");
                });
    }

    /** Null when Label Studio knows no such session: it answers 401, 403, or shows where to sign in. */
    private static Future<Buffer> body(HttpClientResponse response) {
        int status = response.statusCode();
        if (status == 200) {
            Buffer body = Buffer.buffer();
            response.handler(part -> {
                body.appendBuffer(part);
                if (body.length() > MAX_BODY) {
                    response.request().reset();
                }
            });
            return response.end().map(ended -> body);
        }
        response.resume();
        return status < 500 ? Future.succeededFuture() : Future.failedFuture(new IOException("it answers " + status));
    }

    private Long userId(Buffer body) {
        if (body == null) {
            return null;
        }
        try {
            return json.readTree(body.getBytes()).required("id").longValue();
        } catch (IOException | IllegalArgumentException e) {
            throw ApiError.unavailable("Label Studio does not answer whose session this is.");
        }
    }
}
