package dev.interrater.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Paths;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget.Kind;
import org.jboss.jandex.IndexView;

/**
 * Writes paths into the OpenAPI document as their resources have them, and so as Label Studio does: some with a slash at the end,
 * which the generator cuts off, and some without.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class TrailingSlashes implements OASFilter {
    private final Set<String> slashed;

    /** For the resources that are being built. */
    public TrailingSlashes(IndexView resources) {
        slashed = resources.getAnnotations(Path.class).stream()
                .map(TrailingSlashes::whole)
                .filter(path -> path.endsWith("/"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The path of a resource or, behind that, of one of its methods. */
    private static String whole(AnnotationInstance path) {
        String own = path.value().asString();
        String whole = path.target().kind() == Kind.CLASS
                ? own
                : path.target()
                                .asMethod()
                                .declaringClass()
                                .declaredAnnotation(Path.class)
                                .value()
                                .asString() + "/" + own;
        return ("/" + whole).replaceAll("/+", "/");
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Paths paths = OASFactory.createPaths();
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> paths.addPathItem(slashed.contains(path + "/") ? path + "/" : path, item));
        document.setPaths(paths);
    }
}
