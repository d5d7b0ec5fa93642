package dev.interrater.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Describes what every operation may answer instead of success, so that none has to say it again, or can forget it. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonErrors implements OASFilter {
    private static final Map<String, String> ERRORS = Map.of(
            "400",
            ApiDescription.BAD_REQUEST,
            "401",
            ApiDescription.UNAUTHORIZED,
            "403",
            ApiDescription.FORBIDDEN,
            "404",
            ApiDescription.NOT_FOUND,
            "503",
            ApiDescription.UNAVAILABLE);

    @Override
    public Operation filterOperation(Operation operation) {
        ERRORS.forEach((status, response) -> operation
                .getResponses()
                .addAPIResponse(status, OASFactory.createAPIResponse().ref(response)));
        return operation;
    }
}
