package dev.interrater.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.util.HashUtil;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/**
 * An answer in JSON has a tag of what it says. Whoever sends it back as {@code If-None-Match} gets 304 without a body as long as the same
 * would be said again, as browsers do by themselves. Answers that tell a tag of their own keep it: it is of a state, not of the bytes.
 */
@Provider
public class EntityTags implements ContainerResponseFilter {
    private final ObjectMapper json;

    EntityTags(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!isRead(request.getMethod()) || !isJson(response) || response.getEntityTag() != null) {
            return;
        }
        // Written here once, and then sent as it is: the tag is of these bytes.
        byte[] body = bytes(response.getEntity());
        String tag = '"' + HashUtil.sha256(body).substring(0, 24) + '"';
        // A weak one: proxies compress what they pass on.
        response.getHeaders().putSingle(HttpHeaders.ETAG, "W/" + tag);
        if (isKnown(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusInfo(Response.Status.NOT_MODIFIED);
            response.setEntity(null);
        } else {
            response.setEntity(Buffer.buffer(body));
        }
    }

    /** Weak comparison (RFC 9110, 13.1.2). */
    private static boolean isKnown(String known, String tag) {
        return known != null && (known.contains(tag) || known.strip().equals("*"));
    }

    private static boolean isRead(String method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static boolean isJson(ContainerResponseContext response) {
        return response.getStatus() == Response.Status.OK.getStatusCode()
                && response.hasEntity()
                && !(response.getEntity() instanceof Buffer)
                && MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType());
    }

    private byte[] bytes(Object entity) {
        try {
            return json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
