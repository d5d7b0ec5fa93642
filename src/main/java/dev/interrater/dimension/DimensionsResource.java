package dev.interrater.dimension;

import dev.interrater.security.CurrentCaller;
import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
import dev.interrater.web.ErrorResponse;
import dev.interrater.web.Fields;
import dev.interrater.web.RequestBodies;
import dev.interrater.web.SdkNames;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The dimensions of a project: what its annotators can agree on, and how that is measured. */
@Path("/api/projects/{project_pk}/dimensions/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dimensions")
@ForMembers
public class DimensionsResource {
    private static final String METHODOLOGY = "agreement_methodology";
    private static final String NO_DIMENSION = "No Dimension matches the given query.";

    private final CurrentCaller caller;
    private final RequestBodies bodies;
    private final CurrentDimensions dimensions;
    private final Clock clock;

    DimensionsResource(CurrentCaller caller, RequestBodies bodies, CurrentDimensions dimensions, Clock clock) {
        this.caller = caller;
        this.bodies = bodies;
        this.dimensions = dimensions;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "api_projects_dimensions_list",
            summary = "List dimensions",
            description = """
                    List all dimensions of a project: one for every control of its label config, and those that people have \
                    defined. They follow the label config, whether the project has ever had a backfill or not. Requires \
                    membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "dimensions"),
                @Extension(name = SdkNames.METHOD, value = "list")
            })
    @Parameter(
            name = METHODOLOGY,
            in = ParameterIn.QUERY,
            description =
                    "Whose metrics are to be told: under consensus only those are allowed that say yes or no. If omitted,"
                            + " the project's own methodology",
            schema = @Schema(implementation = Methodology.class))
    @Parameter(
            name = "is_active",
            in = ParameterIn.QUERY,
            description = "Only those that are, or are not, active",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "Sorted by this field, descending with a minus before it; by order if omitted",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The dimensions",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = DimensionListView.class)))
    public Uni<List<DimensionListView>> list(@PathParam("project_pk") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Methodology methodology = query.choice(METHODOLOGY, Methodology.class);
        Boolean active = query.bool("is_active");
        Comparator<Dimension> ordering = Dimension.ordering(query.text("ordering", 32));
        if (ordering == null) {
            query.refuse("ordering", "Dimensions cannot be ordered by this.");
        }
        query.verify();
        return dimensions
                .of(caller.get().organizationId(), projectId, methodology)
                .chain(rules -> Panache.withSession(() -> Dimension.ofProject(projectId))
                        .map(all -> all.stream()
                                .filter(rules::exists)
                                .filter(dimension -> active == null || dimension.isActive == active)
                                .sorted(ordering)
                                .map(dimension -> new DimensionListView(dimension, rules.allowed(dimension)))
                                .toList()));
    }

    @GET
    @Path("{id}/")
    @Operation(
            operationId = "api_projects_dimensions_retrieve",
            summary = "Get dimension",
            description = """
                    Retrieve a dimension. Its ETag, sent back as If-Match with a change, keeps the change from overwriting \
                    somebody else's. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "dimensions"),
                @Extension(name = SdkNames.METHOD, value = "get")
            })
    @APIResponse(
            responseCode = "200",
            description = "The dimension",
            content = @Content(schema = @Schema(implementation = DimensionView.class)))
    public Uni<RestResponse<DimensionView>> retrieve(
            @PathParam("project_pk") long projectId, @PathParam("id") long id) {
        return dimensions
                .of(caller.get().organizationId(), projectId, null)
                .chain(rules -> Panache.withSession(() -> Dimension.ofProject(projectId, id))
                        .map(dimension -> found(dimension, rules))
                        .chain(dimension -> answer(ResponseBuilder.ok(), dimension, rules)));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Operation(
            operationId = "api_projects_dimensions_create",
            summary = "Create dimension",
            description = """
                    Define a dimension of a project: another metric on the answers of a control (extraction_method control_tag), \
                    or a value inside its results (json_path). Requires administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "dimensions"),
                @Extension(name = SdkNames.METHOD, value = "create")
            })
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = DimensionRequest.class)))
    @APIResponse(
            responseCode = "201",
            description = "The new dimension",
            content = @Content(schema = @Schema(implementation = DimensionView.class)))
    public Uni<RestResponse<DimensionView>> create(
            @PathParam("project_pk") long projectId, @Context HttpServerRequest request) {
        return bodies.fields(request)
                .chain(fields -> dimensions
                        .of(caller.get().organizationId(), projectId, null)
                        .chain(rules -> {
                            Dimension dimension = new Dimension();
                            dimension.projectId = projectId;
                            dimension.isUserDefined = true;
                            dimension.createdBy = caller.get().userId();
                            dimension.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
                            dimension.updatedAt = dimension.createdAt;
                            rules.define(dimension, fields);
                            fields.verify();
                            return kept(() -> dimension.persistAndFlush())
                                    .chain(done -> answer(ResponseBuilder.create(201), dimension, rules));
                        }));
    }

    @PUT
    @Path("{id}/")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Operation(
            operationId = "api_projects_dimensions_update",
            summary = "Replace dimension",
            description = """
                    Change a dimension, its name given in any case. Of a dimension of the label config only name, description, \
                    metric_type, metric_params, is_active and order can be changed. Requires administrator or owner role and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "dimensions"),
                @Extension(name = SdkNames.METHOD, value = "replace")
            })
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = DimensionRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The dimension as it is now",
            content = @Content(schema = @Schema(implementation = DimensionView.class)))
    @APIResponse(
            responseCode = "412",
            description = "The dimension is another than If-Match says",
            content = @Content(schema = @Schema(implementation = ErrorResponse.class)))
    public Uni<RestResponse<DimensionView>> replace(
            @PathParam("project_pk") long projectId, @PathParam("id") long id, @Context HttpServerRequest request) {
        return change(projectId, id, request, true);
    }

    @PATCH
    @Path("{id}/")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Operation(
            operationId = "api_projects_dimensions_partial_update",
            summary = "Update dimension",
            description = """
                    Change those fields of a dimension that are given. Of a dimension of the label config only name, description, \
                    metric_type, metric_params, is_active and order can be changed. Requires administrator or owner role and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "dimensions"),
                @Extension(name = SdkNames.METHOD, value = "update")
            })
    @RequestBody(content = @Content(schema = @Schema(implementation = PatchedDimensionRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "The dimension as it is now",
            content = @Content(schema = @Schema(implementation = DimensionView.class)))
    @APIResponse(
            responseCode = "412",
            description = "The dimension is another than If-Match says",
            content = @Content(schema = @Schema(implementation = ErrorResponse.class)))
    public Uni<RestResponse<DimensionView>> update(
            @PathParam("project_pk") long projectId, @PathParam("id") long id, @Context HttpServerRequest request) {
        return change(projectId, id, request, false);
    }

    @DELETE
    @Path("{id}/")
    @Operation(
            operationId = "api_projects_dimensions_destroy",
            summary = "Delete dimension",
            description = """
                    Delete a dimension that people have defined. Those of the label config can be switched off instead. Requires \
                    administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "dimensions"),
                @Extension(name = SdkNames.METHOD, value = "delete")
            })
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(
            responseCode = "412",
            description = "The dimension is another than If-Match says",
            content = @Content(schema = @Schema(implementation = ErrorResponse.class)))
    public Uni<Void> delete(
            @PathParam("project_pk") long projectId, @PathParam("id") long id, @Context HttpServerRequest request) {
        return dimensions
                .of(caller.get().organizationId(), projectId, null)
                .chain(rules -> Panache.withTransaction(() -> locked(projectId, id, rules, request)
                        .chain(dimension -> {
                            if (!dimension.isUserDefined) {
                                throw ApiError.badRequest(
                                        "A dimension of the label config cannot be deleted. Switch it off instead.");
                            }
                            dimension.giveUp();
                            return dimension.flush();
                        })));
    }

    private Uni<RestResponse<DimensionView>> change(long projectId, long id, HttpServerRequest request, boolean whole) {
        return bodies.fields(request)
                .chain(fields -> dimensions
                        .of(caller.get().organizationId(), projectId, null)
                        .chain(rules -> kept(() -> locked(projectId, id, rules, request)
                                        .invoke(dimension -> {
                                            rules.set(dimension, fields, whole);
                                            fields.verify();
                                            dimension.touch(clock.instant());
                                        })
                                        .call(dimension -> dimension.flush()))
                                .chain(dimension -> answer(ResponseBuilder.ok(), dimension, rules))));
    }

    /** Its row is locked until the transaction ends, so what one request leaves out another one's change survives in. */
    private static Uni<Dimension> locked(long projectId, long id, DimensionRules rules, HttpServerRequest request) {
        String expected = request.getHeader(HttpHeaders.IF_MATCH);
        return Dimension.lockedOfProject(projectId, id).map(dimension -> {
            found(dimension, rules);
            if (expected != null && !expected.equals("*") && !expected.equals('"' + dimension.version() + '"')) {
                throw ApiError.preconditionFailed("The dimension has been changed meanwhile.");
            }
            return dimension;
        });
    }

    private static Dimension found(Dimension dimension, DimensionRules rules) {
        if (dimension == null || !rules.exists(dimension)) {
            throw ApiError.notFound(NO_DIMENSION);
        }
        return dimension;
    }

    /** The table, not this class, knows whether a name is free. */
    private static <T> Uni<T> kept(Supplier<Uni<T>> work) {
        return Panache.withTransaction(work)
                .onFailure(DimensionsResource::isNameTaken)
                .transform(taken -> ApiError.validation(
                        Map.of("name", List.of("Another dimension of the project has this name."))));
    }

    private static boolean isNameTaken(Throwable failure) {
        return failure instanceof ConstraintViolationException violation
                && "dimension_project_id_name_key".equals(violation.getConstraintName());
    }

    private Uni<RestResponse<DimensionView>> answer(
            ResponseBuilder<DimensionView> response, Dimension dimension, DimensionRules rules) {
        return dimensions
                .outOfDate(dimension, rules)
                .map(outOfDate -> response.entity(new DimensionView(dimension, rules.allowed(dimension), outOfDate))
                        .header(HttpHeaders.ETAG, '"' + dimension.version() + '"')
                        .build());
    }
}
