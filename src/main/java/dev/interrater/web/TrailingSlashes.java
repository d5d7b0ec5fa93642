package dev.interrater.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Paths;

/** Writes paths into the OpenAPI document as Label Studio does, with the slash at the end that the generator cuts off. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class TrailingSlashes implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Paths slashed = OASFactory.createPaths();
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> slashed.addPathItem(path.endsWith("/") ? path : path + "/", item));
        document.setPaths(slashed);
    }
}
