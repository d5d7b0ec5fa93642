package dev.interrater.web;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Contact;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the OpenAPI document says of the whole API. What generates it adds the answers that are errors, and examples. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Interrater",
                        version = "1",
                        description = "Agreement between annotators for Label Studio",
                        contact = @Contact(name = "Interrater"),
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        tags = {
            @Tag(name = "Dimensions", description = "Dimensions of agreement, and the backfill that computes it"),
            @Tag(
                    name = "Stats",
                    description = "What the annotators and models of a project have done, and how far they agree"),
            @Tag(name = "Agreement", description = "Who agrees with whom, who is competent, and what to look at"),
            @Tag(name = "Metrics", description = "How the agreement of a project is told")
        },
        servers = @Server(url = "/", description = "Where this document comes from"),
        security = @SecurityRequirement(name = "Token"),
        components = @Components(schemas = @Schema(name = "ErrorResponse", implementation = ErrorResponse.class)))
@SecurityScheme(
        securitySchemeName = "Token",
        type = SecuritySchemeType.APIKEY,
        in = SecuritySchemeIn.HEADER,
        apiKeyName = "Authorization",
        description = "The token (or API key) must be passed as a request header: Authorization: Token [your-token]")
public class ApiDescription extends Application {}
