package dev.interrater.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Writes examples into the OpenAPI document: what every operation is sent and answers, as a test has sent and got it and keeps it in
 * {@code openapi/examples.json}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = Examples.LAST)
public class Examples implements OASFilter {
    /** Behind the others, which add what gets examples here. */
    static final int LAST = 0;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Object> HEADERS = Map.of(
            "X-Total-Count", 120,
            "Link", "</api/dimensions/backfill/jobs/?page=2>; rel=\"next\"",
            "ETag", "W/\"a94a8fe5ccb19ba61c4c0873d391e987982fbbd3\"",
            "Vary", "Accept",
            "Retry-After", Integer.valueOf(ApiError.RETRY_AFTER_SECONDS),
            "WWW-Authenticate", "Token");

    private final JsonNode examples;

    /** Reads what is kept. */
    public Examples() {
        try (InputStream kept =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("openapi/examples.json")) {
            examples = JSON.readTree(kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Operation filterOperation(Operation operation) {
        JsonNode example = examples.at("/operations").path(operation.getOperationId());
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> {
                JsonNode sent = example.at("/parameters").path(parameter.getName());
                if (!sent.isMissingNode()) {
                    parameter.setExample(value(sent));
                }
            });
        }
        if (operation.getRequestBody() != null) {
            // A form has the same fields as JSON.
            operation
                    .getRequestBody()
                    .getContent()
                    .getMediaTypes()
                    .values()
                    .forEach(body -> body.setExample(value(example.path("body"))));
        }
        operation.getResponses().getAPIResponses().forEach((status, answer) -> {
            addTo(
                    answer.getContent(),
                    switch (status) {
                        case "409" -> error("Conflict");
                        case "412" -> error("PreconditionFailed");
                        default -> example.path("answers");
                    });
        });
        return operation;
    }

    @Override
    public APIResponse filterAPIResponse(APIResponse answer) {
        if (answer.getHeaders() != null) {
            answer.getHeaders().forEach((name, header) -> header.setExample(HEADERS.get(name)));
        }
        return answer;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().getResponses().forEach((name, answer) -> addTo(answer.getContent(), error(name)));
    }

    private JsonNode error(String name) {
        return JSON.createObjectNode()
                .set("application/json", examples.at("/errors").path(name));
    }

    private static void addTo(Content content, JsonNode byMediaType) {
        if (content != null) {
            content.getMediaTypes().forEach((type, body) -> body.setExample(value(byMediaType.path(type))));
        }
    }

    private static Object value(JsonNode node) {
        return node.isMissingNode() ? null : JSON.convertValue(node, Object.class);
    }
}
