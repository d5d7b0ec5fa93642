package dev.interrater.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.security.ForMembers;
import dev.interrater.web.Csv;
import dev.interrater.web.Fields;
import dev.interrater.web.LineStream;
import dev.interrater.web.PrivateAnswers;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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
import org.jboss.resteasy.reactive.RestMulti;

/** What is probably right in the tasks of a project. */
@Path("/api/projects/{id}/agreement/consensus")
@Tag(name = "Agreement")
@ForMembers
public class ConsensusResource {
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    /** How the tasks of a stream are written. */
    @Schema(name = "ConsensusFormatEnum", enumeration = "label-studio")
    enum Format {
        LABEL_STUDIO;

        @Override
        public String toString() {
            return "label-studio";
        }
    }

    private final ConsensusList consensus;
    private final LineStream lines;
    private final ObjectMapper json;

    ConsensusResource(ConsensusList consensus, LineStream lines, ObjectMapper json) {
        this.consensus = consensus;
        this.lines = lines;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "api_projects_agreement_consensus_retrieve",
            summary = "List what is probably right",
            description = """
                    What is probably right in each task, by the model of Dawid and Skene, with its probability: a page as JSON or, as CSV \
                    or NDJSON, all tasks in one stream, of one dimension. Where answers are no categories it is the answer of the annotator \
                    with whom all others agree most, with that mean agreement. With format=label-studio all tasks with their data, and the \
                    consensus in all dimensions as predictions or as ground truth, as Label Studio imports them. By ID; with min or max by \
                    probability, the lowest first. 404 before it has been computed. Requires membership in the organization and the Agreement \
                    V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "list_consensus")
            })
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "ID of an active dimension; if omitted, the first one that has a consensus",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = "min",
            in = ParameterIn.QUERY,
            description = "Only tasks with at least this probability",
            schema = @Schema(type = SchemaType.NUMBER, format = "double", minimum = "0", maximum = "1"))
    @Parameter(
            name = "max",
            in = ParameterIn.QUERY,
            description = "Only tasks with at most this probability",
            schema = @Schema(type = SchemaType.NUMBER, format = "double", minimum = "0", maximum = "1"))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "All tasks in Label Studio's import format instead of a page",
            schema = @Schema(implementation = Format.class))
    @Parameter(
            name = "as",
            in = ParameterIn.QUERY,
            description = "What the consensus is imported as",
            schema = @Schema(implementation = LabelStudioFormat.As.class, defaultValue = "predictions"))
    @Parameter(
            name = "cursor",
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
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(oneOf = {ConsensusListView.class, Object[].class})),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = LineStream.NDJSON, schema = @Schema(type = SchemaType.STRING))
            })
    public Multi<Buffer> list(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        ConsensusFilter filter = ConsensusFilter.of(query);
        Format format = query.choice("format", Format.class);
        LabelStudioFormat.As as = query.choice("as", LabelStudioFormat.As.class);
        Integer size = query.integer("page_size", 1, LARGEST_PAGE);
        query.verify();
        Multi<Buffer> body = format == null
                ? consensus
                        .page(projectId, filter, size == null ? USUAL_PAGE : size)
                        .map(page -> Buffer.buffer(text(page)))
                        .toMulti()
                : imported(projectId, filter, as == null ? LabelStudioFormat.As.PREDICTIONS : as);
        return RestMulti.fromMultiData(body)
                .encodeAsJsonArray(false)
                .header("Vary", "Accept")
                .header("Cache-Control", PrivateAnswers.NOT_KEPT)
                .build();
    }

    /** The bracket comes with the first rows: until there are some, an error can still be told. */
    private Multi<Buffer> imported(long projectId, ConsensusFilter filter, LabelStudioFormat.As as) {
        Map<Long, ConfigDimension> dimensions = new HashMap<>();
        AtomicReference<String> separator = new AtomicReference<>("[");
        Multi<Buffer> tasks = consensus
                .allWithData(projectId, filter, dimensions)
                .onItem()
                .transformToMulti(lots -> lots)
                .map(lot -> {
                    StringBuilder text = new StringBuilder();
                    for (Row row : lot) {
                        String task = LabelStudioFormat.task(row, dimensions, as);
                        if (task != null) {
                            text.append(separator.getAndSet(",\n")).append(task);
                        }
                    }
                    return Buffer.buffer(text.toString());
                })
                .filter(text -> text.length() > 0);
        Multi<Buffer> end =
                Multi.createFrom().item(() -> Buffer.buffer(separator.get().equals("[") ? "[]\n" : "]\n"));
        return Multi.createBy().concatenating().streams(tasks, end);
    }

    @GET
    @Produces(Csv.MEDIA_TYPE + LineStream.LESS)
    @Operation(hidden = true)
    public Multi<Buffer> csv(@PathParam("id") long projectId, @Context UriInfo uri) {
        return lines.csv(
                all(projectId, uri),
                List.of("id", "value", "probability", "annotators", "annotator"),
                task -> Arrays.asList(
                        task.id(), task.value(), task.probability(), task.annotators(), task.annotator()));
    }

    @GET
    @Produces(LineStream.NDJSON + LineStream.LESS)
    @Operation(hidden = true)
    public Multi<Buffer> ndjson(@PathParam("id") long projectId, @Context UriInfo uri) {
        return lines.ndjson(all(projectId, uri));
    }

    private Uni<Multi<List<TaskConsensusView>>> all(long projectId, UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        ConsensusFilter filter = ConsensusFilter.of(query);
        query.verify();
        return consensus.all(projectId, filter);
    }

    private String text(ConsensusListView page) {
        try {
            return json.writeValueAsString(page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
