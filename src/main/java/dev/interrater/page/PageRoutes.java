package dev.interrater.page;

import dev.interrater.labelstudio.LabelStudioConfig;
import dev.interrater.page.PageFiles.PageFile;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves the page: one document for all views, never kept without asking, and the files that it loads, kept for ever, for their
 * address has their version in it. Whoever asks for the service itself is led to it.
 */
@ApplicationScoped
class PageRoutes {
    private static final String ROOT = "/agreement/";

    /** Only what this service itself serves, and no script or style inside the document. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Uni<PageFiles> files;

    PageRoutes(LabelStudioConfig labelStudio, @ConfigProperty(name = "interrater.demo.users") Optional<String> demo) {
        Uni<PageFiles> read = Uni.createFrom()
                .item(() -> PageFiles.read(labelStudio.url().isPresent(), demo.orElse("")))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        // Whoever works on the page sees each change of it.
        files = LaunchMode.current() == LaunchMode.DEVELOPMENT
                ? read
                : read.memoize().indefinitely();
    }

    void register(@Observes Router router) {
        get(router.route("/")).handler(context -> redirect(context, ROOT));
        // Browsers ask for it beside any answer that is no page, and would show a missing one as an error.
        get(router.route("/favicon.ico"))
                .handler(context -> with(context, found -> redirect(context, found.address("icon.svg"))));
        get(router.route(PageFiles.ASSETS + ":version/:name"))
                .handler(context -> with(context, found -> asset(context, found)));
        get(router.route(ROOT + "*")).handler(this::view);
    }

    private void view(RoutingContext context) {
        String path = context.request().path();
        if (path.startsWith(PageFiles.ASSETS)) {
            context.next(); // nobody has it, and that is told as of anything else
        } else if (path.startsWith(ROOT)) {
            with(context, found -> shell(context, found));
        } else {
            redirect(context, ROOT);
        }
    }

    private static Route get(Route route) {
        return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static void redirect(RoutingContext context, String to) {
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, to)
                .end();
    }

    private void with(RoutingContext context, Consumer<PageFiles> answer) {
        Context own = Vertx.currentContext();
        files.subscribe().with(found -> own.runOnContext(ignored -> answer.accept(found)), context::fail);
    }

    private static void asset(RoutingContext context, PageFiles files) {
        PageFile file = files.assets().get(context.pathParam("name"));
        if (file == null) {
            context.next();
            return;
        }
        // While two versions of the service run side by side, one is asked for the other's files: better ours than
        // none.
        boolean ours = files.version().equals(context.pathParam("version"));
        send(context, file, ours ? FOR_EVER : "no-store");
    }

    private static void shell(RoutingContext context, PageFiles files) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader(HttpHeaders.ETAG, files.tag());
        if (files.tag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .end();
            return;
        }
        send(context, files.shell(), "no-cache");
    }

    private static void send(RoutingContext context, PageFile file, String keeping) {
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean compressed = accepted != null && accepted.contains("gzip");
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, keeping)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader("X-Content-Type-Options", "nosniff");
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        byte[] bytes = compressed ? file.compressed() : file.plain();
        if (context.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length))
                    .end();
        } else {
            response.end(Buffer.buffer(bytes));
        }
    }
}
