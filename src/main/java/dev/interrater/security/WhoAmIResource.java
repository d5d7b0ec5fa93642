package dev.interrater.security;

import dev.interrater.labelstudio.LabelStudioConfig;
import dev.interrater.web.SdkNames;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who is asking: what the page shows of them, and lets them do. */
@Path("/api/agreement/whoami")
@Produces(MediaType.APPLICATION_JSON)
@ForMembers
@Tag(name = "Agreement")
public class WhoAmIResource {
    private final CurrentCaller caller;
    private final String labelStudio;

    WhoAmIResource(CurrentCaller caller, LabelStudioConfig config) {
        this.caller = caller;
        labelStudio = config.publicUrl()
                .map(URI::toString)
                .map(url -> url.replaceFirst("/+$", ""))
                .orElse(config.url().isPresent() ? "" : null);
    }

    @GET
    @Operation(
            operationId = "api_agreement_whoami_retrieve",
            summary = "Get who is asking",
            description =
                    "Who is asking, and whether they may change something. Requires membership in the organization and"
                            + " the Agreement V2 feature flag.",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "whoami")
            })
    @APIResponse(
            responseCode = "200",
            description = "Who is asking",
            content = @Content(schema = @Schema(implementation = WhoAmIView.class)))
    public WhoAmIView get() {
        Caller asking = caller.get();
        return new WhoAmIView(
                asking.userId(), asking.email(), asking.organizationId(), asking.administrator(), labelStudio);
    }
}
