package dev.interrater.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of every answer that is an error, in Label Studio's shape.
 *
 * @param id of this one answer; a log line about it carries the same
 * @param statusCode the HTTP status once more
 * @param version of this service
 * @param detail one sentence
 * @param excInfo always null; Label Studio has stack traces here
 * @param validationErrors what is wrong with which field; absent unless the error is about fields
 */
@RegisterForReflection
@Schema(
        name = "ErrorResponse",
        requiredProperties = {"id", "status_code", "version", "detail", "exc_info"})
public record ErrorResponse(
        @Schema(implementation = String.class, format = "uuid", description = "ID of this answer")
        UUID id,

        @Schema(description = "The HTTP status") int statusCode,
        @Schema(description = "Version of the service") String version,

        @Schema(description = "What went wrong, in one sentence")
        String detail,

        @Schema(nullable = true, description = "Always null")
        String excInfo,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "What is wrong with which field; only on validation errors")
        Map<String, List<String>> validationErrors) {}
