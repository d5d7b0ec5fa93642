package dev.interrater.analytics;

import dev.interrater.dimension.Fingerprint;
import dev.interrater.security.CurrentCaller;
import dev.interrater.security.ForMembers;
import dev.interrater.web.Fields;
import dev.interrater.web.Page;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
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

/** The projects of the caller's organization, and how far their annotators agree. */
@Path("/api/agreement/projects")
@Produces(MediaType.APPLICATION_JSON)
@ForMembers
@Tag(name = "Agreement")
public class ProjectListResource {
    private static final String COUNT = """
            SELECT count(*) FROM agreement.titled_projects_of($1)
             WHERE ($2::text IS NULL OR position(lower($2) IN lower(title)) > 0) AND ($3::bigint[] IS NULL OR id = ANY ($3))
            """;

    /**
     * $1 the organization, $2 a part of the title or null, $3 how many before the page, $4 how many on it, $5 the rules, $6 the only
     * IDs or null. What is out of date is looked at for the page alone, unless it is what they are ordered by: it takes the label config.
     */
    private static final String LIST = """
            SELECT listed.*, %2$s AS out_of_date_tasks
              FROM (SELECT p.id, p.title, scored.agreement, scored.compared_tasks, job.id AS job_id, job.tasks_total AS tasks,
                           job.status, job.created_at, job.completed_at, consensus.computed_at AS consensus_computed_at %3$s
                      FROM agreement.titled_projects_of($1) AS p
                      LEFT JOIN agreement.project_settings AS own ON own.project_id = p.id
                      LEFT JOIN agreement.organization_settings AS general ON general.organization_id = $1
                     CROSS JOIN LATERAL (
                           SELECT coalesce(sum(tasks), 0)::bigint AS compared_tasks,
                                  (sum(sum) / 2::numeric ^ 40 / nullif(sum(tasks), 0))::float8 AS agreement
                             FROM agreement.score_sum
                            WHERE project_id = p.id AND dimension_id = 0
                              AND methodology = CASE coalesce(own.methodology, general.methodology)
                                                WHEN 'consensus' THEN 1 ELSE 0 END) AS scored
                      LEFT JOIN agreement.consensus AS consensus ON consensus.project_id = p.id
                      LEFT JOIN agreement.backfill_job AS job
                             ON job.project_id = p.id AND job.organization_id = $1 AND job.kind = 'AGREEMENT' AND job.newest
                     WHERE ($2::text IS NULL OR position(lower($2) IN lower(p.title)) > 0)
                       AND ($6::bigint[] IS NULL OR p.id = ANY ($6))
                     ORDER BY %1$s
                    OFFSET $3::bigint LIMIT $4::bigint) AS listed
             ORDER BY %1$s
            """;

    private static final String OUT_OF_DATE = """
            (SELECT coalesce(sum(compared.tasks), 0)::bigint
               FROM agreement.compared_tasks AS compared
               JOIN agreement.comparison_rules AS rules
                    ON rules.project_id = compared.project_id AND rules.fingerprint = compared.fingerprint
                       AND rules.dimension_id = 0
              WHERE compared.project_id = %s.id
                AND rules.rules IS DISTINCT FROM agreement.comparison_basis($5::integer, %s.id))""";

    /** Characters: several hundred IDs. */
    private static final int LONGEST_IDS = 8_000;

    private final CurrentCaller caller;
    private final Pool pool;

    ProjectListResource(CurrentCaller caller, Pool pool) {
        this.caller = caller;
        this.pool = pool;
    }

    @GET
    @Operation(
            operationId = "api_agreement_projects_list",
            summary = "List projects with their agreement",
            description = """
                    The projects of the organization with the mean agreement of their tasks and the newest backfill of each. Requires \
                    membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "list_projects")
            })
    @Parameter(
            name = "ordering",
            in = ParameterIn.QUERY,
            description = "Sorted by this, with a minus the highest first; projects without it come last",
            schema = @Schema(implementation = ProjectOrdering.class, defaultValue = "id"))
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "Only projects whose title has this in it, whatever the case",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "ids",
            in = ParameterIn.QUERY,
            description = "Only projects with these IDs, comma-separated",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            description = "Number of the page, from 1",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1", defaultValue = "1"))
    @Parameter(
            name = "page_size",
            in = ParameterIn.QUERY,
            description = "Projects on a page; more than 500 count as 500",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "The projects",
            headers = {
                @Header(
                        name = "X-Total-Count",
                        description = "How many projects there are",
                        schema = @Schema(type = SchemaType.INTEGER, format = "int64")),
                @Header(
                        name = "Link",
                        description = "The next and the previous page (RFC 8288)",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ProjectAgreementView.class)))
    public Uni<RestResponse<List<ProjectAgreementView>>> list(@Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        ProjectOrdering ordering = query.choice("ordering", ProjectOrdering.class);
        String search = query.text("search", 255);
        Long[] ids = ids(query);
        Page page = Page.of(query);
        query.verify();
        long organizationId = caller.get().organizationId();
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(organizationId, search, ids))
                .map(rows -> rows.iterator().next().getLong(0))
                .chain(total -> pool.preparedQuery(sql(ordering == null ? ProjectOrdering.ID : ordering))
                        .execute(Tuple.of(
                                organizationId, search, page.offset(total), (long) page.size(), Fingerprint.RULES, ids))
                        .map(rows -> page.describe(
                                        ResponseBuilder.ok(StreamSupport.stream(rows.spliterator(), false)
                                                .map(ProjectAgreementView::of)
                                                .toList()),
                                        uri,
                                        total)
                                .build()));
    }

    /** Null for all. */
    private static Long[] ids(Fields query) {
        String text = query.text("ids", LONGEST_IDS);
        if (text == null) {
            return null;
        }
        String[] ids = text.split(",", -1);
        for (String id : ids) {
            if (!id.matches("[0-9]{1,18}")) {
                return query.refuse("ids", "\"" + id + "\" is no ID of a project.");
            }
        }
        return Arrays.stream(ids).map(Long::valueOf).toArray(Long[]::new);
    }

    private static String sql(ProjectOrdering ordering) {
        boolean first = ordering == ProjectOrdering.OUT_OF_DATE || ordering == ProjectOrdering.OUT_OF_DATE_DESCENDING;
        return LIST.formatted(
                ordering.sql(),
                first ? "listed.out_of_date_tasks" : OUT_OF_DATE.formatted("listed", "listed"),
                first ? ", " + OUT_OF_DATE.formatted("p", "p") + " AS out_of_date_tasks" : "");
    }
}
