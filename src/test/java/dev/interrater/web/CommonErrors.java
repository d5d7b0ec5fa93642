package dev.interrater.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Describes what operations may answer instead of success, so that none has to say it again, or can forget it. In the order
 * of the statuses, so that every build writes the same document.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonErrors implements OASFilter {
    /** An error of which any operation is capable, or any that has a body. */
    private record Common(String status, String name, boolean ofBodies, String description) {}

    private static final List<Common> ERRORS = List.of(
            new Common("400", "BadRequest", false, "A parameter or the body is not valid"),
            new Common("401", "Unauthorized", false, "No credentials, or none that are accepted"),
            new Common("403", "Forbidden", false, "Neither owner nor administrator of the organization"),
            new Common("404", "NotFound", false, "It does not exist in the caller's organization"),
            new Common("413", "TooLarge", true, "The body is too large"),
            new Common("415", "Unsupported", true, "The body is neither JSON nor a form"),
            new Common(
                    "503",
                    "Unavailable",
                    false,
                    "The database is away or the service is busy; Retry-After says when to ask again"));

    @Override
    public PathItem filterPathItem(PathItem path) {
        if (path.getGET() != null) {
            path.getGET()
                    .getResponses()
                    .addAPIResponse("304", OASFactory.createAPIResponse().ref("NotModified"))
                    .getAPIResponse("200")
                    .addHeader("ETag", tag());
        }
        return path;
    }

    private static Header tag() {
        return OASFactory.createHeader()
                .description(
                        "A tag of this answer. Sent back as If-None-Match, it gets 304 as long as the answer is the same.")
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }

    @Override
    public Operation filterOperation(Operation operation) {
        for (Common error : ERRORS) {
            if (!error.ofBodies || operation.getRequestBody() != null) {
                operation
                        .getResponses()
                        .addAPIResponse(
                                error.status, OASFactory.createAPIResponse().ref(error.name));
            }
        }
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addResponse(
                        "NotModified",
                        OASFactory.createAPIResponse()
                                .description(
                                        "If-None-Match has the ETag of what would be answered: the caller has it already")
                                .addHeader("ETag", tag()));
        for (Common error : ERRORS) {
            document.getComponents().addResponse(error.name, answer(error));
        }
    }

    private static APIResponse answer(Common error) {
        APIResponse answer = OASFactory.createAPIResponse()
                .description(error.description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("ErrorResponse"))));
        return switch (error.status) {
            case "401" ->
                answer.addHeader(
                        "WWW-Authenticate",
                        OASFactory.createHeader()
                                .description("What credentials begin with")
                                .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
            case "503" ->
                answer.addHeader(
                        "Retry-After",
                        OASFactory.createHeader()
                                .description("In how many seconds to ask again")
                                .schema(OASFactory.createSchema()
                                        .addType(SchemaType.INTEGER)
                                        .format("int64")));
            default -> answer;
        };
    }
}
