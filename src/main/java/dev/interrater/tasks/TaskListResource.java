package dev.interrater.tasks;

import dev.interrater.security.ForMembers;
import dev.interrater.web.Csv;
import dev.interrater.web.Fields;
import dev.interrater.web.LineStream;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The tasks of a project with their scores: whom and what to look at. */
@Path("/api/projects/{id}/agreement/tasks")
@ForMembers
@Tag(name = "Agreement")
public class TaskListResource {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    private final TaskList tasks;
    private final LineStream lines;

    TaskListResource(TaskList tasks, LineStream lines) {
        this.tasks = tasks;
        this.lines = lines;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "api_projects_agreement_tasks_list",
            summary = "List tasks with their agreement",
            description = """
                    The tasks of a project that have a score, from what its backfill has kept: a page of them as JSON or, as CSV or \
                    NDJSON, all of them in one stream. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "list_tasks")
            })
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "By ID, or by the score, with a minus the highest first",
            schema = @Schema(implementation = TaskFilter.Ordering.class, defaultValue = "id"))
    @Parameter(
            name = "min",
            in = ParameterIn.QUERY,
            description = "Only tasks with at least this score",
            schema = @Schema(type = SchemaType.NUMBER, format = "double", minimum = "0", maximum = "1"))
    @Parameter(
            name = "max",
            in = ParameterIn.QUERY,
            description = "Only tasks with at most this score",
            schema = @Schema(type = SchemaType.NUMBER, format = "double", minimum = "0", maximum = "1"))
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "ID of an active dimension whose score counts; if omitted, the overall one",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = "annotators",
            in = ParameterIn.QUERY,
            description =
                    "IDs of two annotators, such as 3,7: only tasks in which both take part, by the score of the two",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "label",
            in = ParameterIn.QUERY,
            description = "Only tasks in which somebody uses this label",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = TaskFilter.CURSOR,
            in = ParameterIn.QUERY,
            description = "The next of the page before; everything else must be asked for as it was there",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "page_size",
            in = ParameterIn.QUERY,
            description = "Tasks on a page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "The tasks",
            headers = @Header(name = "Vary", description = "Accept", schema = @Schema(type = SchemaType.STRING)),
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TaskListView.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = LineStream.NDJSON, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<RestResponse<TaskListView>> list(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        TaskFilter filter = TaskFilter.of(query);
        Integer size = query.integer("page_size", 1, LARGEST_PAGE);
        query.verify();
        return tasks.page(projectId, filter, size == null ? USUAL_PAGE : size)
                .map(page -> ResponseBuilder.ok(page).header("Vary", "Accept").build());
    }

    @GET
    @Produces(Csv.MEDIA_TYPE + LineStream.LESS)
    @Operation(hidden = true)
    public Multi<Buffer> csv(@PathParam("id") long projectId, @Context UriInfo uri) {
        return lines.csv(
                all(projectId, uri),
                List.of("id", "agreement", "dimensions", "annotators", "updated_at"),
                task -> Arrays.asList(
                        task.id(), task.agreement(), task.dimensions(), task.annotators(), task.updatedAt()));
    }

    @GET
    @Produces(LineStream.NDJSON + LineStream.LESS)
    @Operation(hidden = true)
    public Multi<Buffer> ndjson(@PathParam("id") long projectId, @Context UriInfo uri) {
        return lines.ndjson(all(projectId, uri));
    }

    private Uni<Multi<List<TaskScoreView>>> all(long projectId, UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        TaskFilter filter = TaskFilter.of(query);
        query.verify();
        return tasks.all(projectId, filter);
    }
}
