package dev.interrater.web;

import dev.interrater.database.DatabaseOutage;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever goes wrong into an {@link ErrorResponse}. */
@ApplicationScoped
public class Errors {
    private static final Map<Integer, String> SENTENCES = Map.ofEntries(
            Map.entry(400, "Bad request."),
            Map.entry(401, "The secret is missing, or not the one that is set here."),
            Map.entry(404, "Not found."),
            Map.entry(405, "Method not allowed."),
            Map.entry(406, "Could not satisfy the request Accept header."),
            Map.entry(408, "The request took too long to arrive."),
            Map.entry(413, "Request body too large."),
            Map.entry(414, "Request path too long."),
            Map.entry(415, "Unsupported media type in request."),
            Map.entry(431, "Request headers too large."),
            Map.entry(500, "Internal server error."),
            Map.entry(503, "The database is not available. Try again."));

    private final String version;
    private final AllowedMethods allowedMethods;

    Errors(@ConfigProperty(name = "quarkus.application.version") String version, AllowedMethods allowedMethods) {
        this.version = version;
        this.allowedMethods = allowedMethods;
    }

    /** A body for a status of which nothing more is to be said. */
    public ErrorResponse body(int status) {
        return body(UUID.randomUUID(), status, SENTENCES.getOrDefault(status, "Request failed."), null);
    }

    private ErrorResponse body(UUID id, int status, String detail, Map<String, List<String>> validationErrors) {
        return new ErrorResponse(id, status, version, detail, null, validationErrors);
    }

    @ServerExceptionMapper
    Response answered(ApiError error) {
        Response.ResponseBuilder response = Response.status(error.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(body(UUID.randomUUID(), error.status(), error.getMessage(), error.validationErrors()));
        error.headers().forEach(response::header);
        return response.build();
    }

    /** What JAX-RS refuses by itself: a path, a method, a media type. Its own words name classes, so they stay here. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, UriInfo uri) {
        Response original = refusal.getResponse();
        int status = original.getStatus();
        if (status < 400) {
            return original;
        }
        if (status >= 500) {
            return failed(refusal);
        }
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON).entity(body(status));
        if (status == 405) {
            String allowed = original.getHeaderString("Allow");
            response.header("Allow", allowed == null ? allowedMethods.of(uri.getPath()) : allowed);
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        UUID id = UUID.randomUUID();
        if (DatabaseOutage.caused(failure)) {
            Log.warnf("%s: the database is not available: %s", id, failure.getMessage());
            return Response.status(RestResponse.Status.SERVICE_UNAVAILABLE)
                    .type(MediaType.APPLICATION_JSON)
                    .header("Retry-After", ApiError.RETRY_AFTER_SECONDS)
                    .entity(body(id, 503, SENTENCES.get(503), null))
                    .build();
        }
        Log.errorf(failure, "%s: a request failed", id);
        return Response.status(RestResponse.Status.INTERNAL_SERVER_ERROR)
                .type(MediaType.APPLICATION_JSON)
                .entity(body(id, 500, SENTENCES.get(500), null))
                .build();
    }
}
