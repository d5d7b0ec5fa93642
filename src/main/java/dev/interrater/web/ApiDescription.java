package dev.interrater.web;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the OpenAPI document says of the whole API, and the error responses to which its operations refer. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Interrater",
                        version = "1",
                        description = "Agreement between annotators for Label Studio",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        tags = @Tag(name = "Dimensions", description = "Dimensions of agreement, and the backfill that computes it"),
        security = @SecurityRequirement(name = "Token"),
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = ApiDescription.BAD_REQUEST,
                                    description = "A parameter or the body is not valid",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class))),
                            @APIResponse(
                                    name = ApiDescription.UNAUTHORIZED,
                                    description = "No credentials, or none that are accepted",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class))),
                            @APIResponse(
                                    name = ApiDescription.FORBIDDEN,
                                    description = "Neither owner nor administrator of the organization",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class))),
                            @APIResponse(
                                    name = ApiDescription.NOT_FOUND,
                                    description = "It does not exist in the caller's organization",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class))),
                            @APIResponse(
                                    name = ApiDescription.TOO_LARGE,
                                    description = "The body is larger than a megabyte",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class))),
                            @APIResponse(
                                    name = ApiDescription.UNSUPPORTED,
                                    description = "The body is neither JSON nor a form",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class))),
                            @APIResponse(
                                    name = ApiDescription.UNAVAILABLE,
                                    description = "The database is away or busy; Retry-After says when to ask again",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ErrorBody.class)))
                        }))
@SecurityScheme(
        securitySchemeName = "Token",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "Authorization",
        description = "The token (or API key) must be passed as a request header: Authorization: Token [your-token]")
public class ApiDescription extends Application {
    public static final String BAD_REQUEST = "BadRequest";
    public static final String UNAUTHORIZED = "Unauthorized";
    public static final String FORBIDDEN = "Forbidden";
    public static final String NOT_FOUND = "NotFound";
    public static final String TOO_LARGE = "TooLarge";
    public static final String UNSUPPORTED = "Unsupported";
    public static final String UNAVAILABLE = "Unavailable";
}
