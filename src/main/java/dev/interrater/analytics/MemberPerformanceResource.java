package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
import dev.interrater.web.Csv;
import dev.interrater.web.Fields;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
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

/** What everybody has done in a project: the tables of its members. */
@Path("/api/projects/{id}/stats/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class MemberPerformanceResource {
    private static final String TABLE = "table";
    private static final String IDS = "ids";
    private static final String ORDERING = "ordering";
    private static final String PAGE = "page";
    private static final String PAGE_SIZE = "page_size";
    private static final int LARGEST_PAGE = 100;
    private static final int USUAL_PAGE = 50;

    private static final List<Variant> VARIANTS = Variant.mediaTypes(
                    MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(Csv.MEDIA_TYPE))
            .build();

    private final MemberPerformance members;

    MemberPerformanceResource(MemberPerformance members) {
        this.members = members;
    }

    @GET
    @Path("member_performance_participants/")
    @Operation(
            operationId = "api_projects_stats_member_performance_participants_list",
            summary = "Get member performance participants",
            description = """
                    The people who have annotated something in a project, by ID. Nobody has reviewed anything, for Label Studio \
                    Community has no reviews. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "member_performance_participants")
            })
    @Parameter(
            name = TABLE,
            in = ParameterIn.QUERY,
            description = "The people of which table",
            schema = @Schema(implementation = MemberTable.class))
    @APIResponse(
            responseCode = "200",
            description = "The people",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = UserView.class)))
    public Uni<List<UserView>> participants(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        MemberTable table = table(query);
        query.verify();
        return members.participants(table, projectId);
    }

    @GET
    @Path("member_performance_rows/")
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    @Operation(
            operationId = "api_projects_stats_member_performance_rows_retrieve",
            summary = "Get paginated member performance rows",
            description = """
                    A page of what people and model versions have done in a project, or, as text/csv, all of it. Figures that do \
                    not exist are null. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "member_performance_rows")
            })
    @Parameter(
            name = IDS,
            in = ParameterIn.QUERY,
            description =
                    "Comma-separated participants, 1,000 at most: IDs of users and, in annotations only, model:<version>. "
                            + "If omitted, all who have done something",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = ORDERING,
            in = ParameterIn.QUERY,
            description = "Sorted by this column, descending with a minus before it; by id if omitted",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = PAGE,
            in = ParameterIn.QUERY,
            description = "Number of the page, from 1",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1", defaultValue = "1"))
    @Parameter(
            name = PAGE_SIZE,
            in = ParameterIn.QUERY,
            description = "Rows on a page",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "50"))
    @Parameter(
            name = TABLE,
            in = ParameterIn.QUERY,
            description = "Which table",
            schema = @Schema(implementation = MemberTable.class))
    @APIResponse(
            responseCode = "200",
            description = "One page of the rows",
            headers = @Header(name = "Vary", description = "Accept", schema = @Schema(type = SchemaType.STRING)),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = MemberRowsView.class)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Response> rows(@PathParam("id") long projectId, @Context UriInfo uri, @Context Request request) {
        Fields query = Fields.ofQuery(uri);
        MemberTable table = table(query);
        ParticipantIds ids = ids(query, table);
        Comparator<MemberRow> ordering = MemberColumn.ordering(query.text(ORDERING, 32));
        if (ordering == null) {
            query.refuse(ORDERING, "Members cannot be ordered by this.");
        }
        Long page = query.positive(PAGE);
        Integer size = query.integer(PAGE_SIZE, 1, LARGEST_PAGE);
        query.verify();
        Variant variant = request.selectVariant(VARIANTS);
        boolean csv = variant != null && variant.getMediaType().getType().equals("text");
        return members.rows(table, projectId, ids)
                .map(rows -> rows.stream().sorted(ordering).toList())
                .map(rows -> csv ? csv(rows) : json(rows, page == null ? 1 : page, size == null ? USUAL_PAGE : size))
                .map(answer -> answer.header("Vary", "Accept").build());
    }

    private static Response.ResponseBuilder json(List<MemberRow> rows, long page, int size) {
        if (page > 1 && (page - 1) > (rows.size() - 1) / size) {
            throw ApiError.notFound("Invalid page.");
        }
        List<MemberRow> results =
                rows.stream().skip((page - 1) * size).limit(size).toList();
        return Response.ok(new MemberRowsView(rows.size(), page, size, results), MediaType.APPLICATION_JSON);
    }

    private static Response.ResponseBuilder csv(List<MemberRow> rows) {
        String text = rows.stream()
                .map(row -> Csv.line(MemberColumn.of(row)))
                .collect(Collectors.joining("", Csv.line(MemberColumn.names()), ""));
        return Response.ok(text, Csv.MEDIA_TYPE + ";charset=UTF-8");
    }

    @GET
    @Path("member_performance_summary/")
    @Operation(
            operationId = "api_projects_stats_member_performance_summary_retrieve",
            summary = "Get member performance table summary aggregates",
            description = """
                    Averages and sums over the rows of a members table. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "member_performance_summary")
            })
    @Parameter(
            name = IDS,
            in = ParameterIn.QUERY,
            description =
                    "Comma-separated participants, 1,000 at most: IDs of users and, in annotations only, model:<version>. "
                            + "If omitted, all who have done something",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = TABLE,
            in = ParameterIn.QUERY,
            description = "Which table",
            schema = @Schema(implementation = MemberTable.class))
    @APIResponse(
            responseCode = "200",
            description = "Averages (avg_*), sums (sum_*) and count_paused",
            content = @Content(schema = @Schema(implementation = MemberSummaryView.class)))
    public Uni<MemberSummaryView> summary(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        MemberTable table = table(query);
        ParticipantIds ids = ids(query, table);
        query.verify();
        return members.rows(table, projectId, ids).map(MemberSummaryView::of);
    }

    private static MemberTable table(Fields query) {
        MemberTable table = query.choice(TABLE, MemberTable.class);
        return table == null ? MemberTable.ANNOTATIONS : table;
    }

    private static ParticipantIds ids(Fields query, MemberTable table) {
        ParticipantIds ids = ParticipantIds.of(query, IDS);
        return ids != null && table == MemberTable.REVIEWS && !ids.models().isEmpty()
                ? query.refuse(IDS, "Models have no reviews.")
                : ids;
    }
}
