package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.Fields;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How often labels and choices are given in a project. */
@Path("/api/projects/{id}/stats/label-distribution")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class LabelDistributionResource {
    private static final String CHOICE_KEYS = "choice_keys";
    private static final String FILTERS = "filters";
    private static final String LIMIT = "limit";
    private static final String OFFSET = "offset";
    private static final Pattern PIPE = Pattern.compile("___PIPE___");
    private static final int MOST = 1_000;

    /** No request is longer. */
    private static final int LONGEST = 100_000;

    private final LabelDistribution distribution;

    LabelDistributionResource(LabelDistribution distribution) {
        this.distribution = distribution;
    }

    @GET
    @Path("structure")
    @Operation(
            operationId = "api_projects_stats_label_distribution_structure_retrieve",
            summary = "Get label distribution structure",
            description = """
                    The active dimensions of a project with their choices, a thousand of each at most, and the keys by which their \
                    counts are asked for. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "label_distribution_structure")
            })
    @APIResponse(
            responseCode = "200",
            description = "Label distribution structure",
            content = @Content(schema = @Schema(implementation = LabelStructureView.class)))
    public Uni<LabelStructureView> structure(@PathParam("id") long projectId) {
        return distribution.of(projectId).map(dimensions -> LabelStructureView.of(dimensions.values()));
    }

    @GET
    @Path("counts")
    @Operation(
            operationId = "api_projects_stats_label_distribution_counts_retrieve",
            summary = "Get label distribution counts",
            description = """
                    How often choices are given in annotations and in predictions: those that are named, or a page of all. Requires \
                    membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "label_distribution_counts")
            })
    @Parameter(
            name = CHOICE_KEYS,
            in = ParameterIn.QUERY,
            description = "Keys of choices joined by ___PIPE___, 1,000 at most; then limit and offset are ignored",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = FILTERS,
            in = ParameterIn.QUERY,
            description = "JSON with conjunction and items. Filters are not supported: items must be empty",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = LIMIT,
            in = ParameterIn.QUERY,
            description = "Choices on a page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "1000"))
    @Parameter(
            name = OFFSET,
            in = ParameterIn.QUERY,
            description = "How many choices come before the page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", defaultValue = "0"))
    @APIResponse(
            responseCode = "200",
            description = "Label distribution counts",
            content = @Content(schema = @Schema(implementation = LabelCountsView.class)))
    public Uni<LabelCountsView> counts(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        List<String> named = named(query);
        refuseFilters(query);
        Integer limit = query.integer(LIMIT, 1, MOST);
        Integer offset = query.integer(OFFSET, 0, Integer.MAX_VALUE);
        query.verify();
        int first = offset == null ? 0 : offset;
        int size = limit == null ? MOST : limit;
        return distribution.of(projectId).map(dimensions -> {
            if (named != null) {
                return LabelCountsView.of(named, null, dimensions);
            }
            List<String> all = dimensions.values().stream()
                    .flatMap(dimension -> dimension.keys().stream())
                    .toList();
            List<String> page = all.stream().skip(first).limit(size).toList();
            Integer next = (long) first + size < all.size() ? (Integer) (first + size) : null;
            return LabelCountsView.of(page, next, dimensions);
        });
    }

    private static List<String> named(Fields query) {
        String text = query.text(CHOICE_KEYS, LONGEST);
        if (text == null) {
            return null;
        }
        List<String> keys = Arrays.stream(PIPE.split(text, -1)).distinct().toList();
        if (keys.size() > MOST) {
            return query.refuse(CHOICE_KEYS, "Ensure that there are no more than " + MOST + " keys.");
        }
        return keys.stream().allMatch(key -> key.contains(LabelDistribution.SEPARATOR))
                ? keys
                : query.refuse(CHOICE_KEYS, "A key has the name of a dimension, ___SEP___ and a choice.");
    }

    private static void refuseFilters(Fields query) {
        String text = query.text(FILTERS, LONGEST);
        if (text == null) {
            return;
        }
        try {
            Object items = new JsonObject(text).getValue("items");
            if (items != null && !(items instanceof JsonArray array && array.isEmpty())) {
                query.refuse(FILTERS, "Filters are not supported; items must be empty.");
            }
        } catch (DecodeException e) {
            query.refuse(FILTERS, "Must be a JSON object.");
        }
    }
}
