package dev.interrater.analytics;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the members of a project, and models, have done in it. */
@Singleton
class MemberPerformance {
    /** Those who have annotated something. */
    static final String PARTICIPANTS = """
            SELECT person.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL agreement.annotators_of($1) AS annotator ON true
              LEFT JOIN LATERAL agreement.person(annotator.annotator_id) AS person ON true
             WHERE p.organization_id = $2
             ORDER BY person.id
            """;

    /**
     * $3 the users, null for all who have annotated something. Of the others only members of the organization are there: people
     * of another one are nobody's business.
     */
    static final String ANNOTATORS = """
            SELECT person.*, member.submitted, member.skipped, member.total_time, member.mean_time, member.median_time,
                   member.last_active
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT coalesce(totals.annotator_id, live.user_id) AS id, totals.*
                     FROM agreement.annotator_totals($1, $3) AS totals
                     FULL JOIN agreement.live_members(p.organization_id, $3) AS live ON live.user_id = totals.annotator_id
                   ) AS member ON true
              LEFT JOIN LATERAL agreement.person(member.id) AS person ON true
             WHERE p.organization_id = $2
            """;

    /** $3 the users, null for none. */
    private static final String REVIEWERS = """
            SELECT person.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL agreement.live_members(p.organization_id, $3) AS live ON true
              LEFT JOIN LATERAL agreement.person(live.user_id) AS person ON true
             WHERE p.organization_id = $2
            """;

    /** $3 the versions, null for all, $4 how many at most. */
    static final String MODELS = """
            SELECT totals.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL agreement.model_totals($1, $3, $4) AS totals ON true
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;
    private final ParticipantMeans means;

    MemberPerformance(CallersProjects projects, ParticipantMeans means) {
        this.projects = projects;
        this.means = means;
    }

    /** The people of a table, by ID. Nobody has reviewed anything. Like all here it fails with 404 when there is no such project. */
    Uni<List<UserView>> participants(MemberTable table, long projectId) {
        return table == MemberTable.REVIEWS
                ? projects.rows(REVIEWERS, projectId, (Object) null).map(nobody -> List.<UserView>of())
                : projects.pass(PARTICIPANTS, projectId)
                        .map(rows -> people(rows).map(UserView::of).toList());
    }

    /**
     * The rows of a table in no order.
     *
     * @param ids who is to be in it; null: all who have done something
     */
    Uni<List<MemberRow>> rows(MemberTable table, long projectId, ParticipantIds ids) {
        Long[] users = ids == null ? null : ids.users().toArray(Long[]::new);
        if (table == MemberTable.REVIEWS) {
            return projects.rows(REVIEWERS, projectId, (Object) users)
                    .map(rows -> people(rows).map(MemberRow::ofReviewer).toList());
        }
        return projects.pass(ANNOTATORS, projectId, (Object) users)
                .map(rows -> people(rows).map(MemberRow::ofAnnotator).toList())
                .chain(people -> models(projectId, ids)
                        .map(models ->
                                Stream.concat(people.stream(), models.stream()).toList()))
                .chain(rows -> withAgreement(projectId, rows));
    }

    private Uni<List<MemberRow>> models(long projectId, ParticipantIds ids) {
        if (ids != null && ids.models().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String[] versions = ids == null ? null : ids.models().toArray(String[]::new);
        return projects.pass(MODELS, projectId, versions, ParticipantIds.MOST)
                .map(rows -> rows.stream()
                        .filter(row -> row.getString("version") != null)
                        .map(MemberRow::ofModel)
                        .toList());
    }

    private Uni<List<MemberRow>> withAgreement(long projectId, List<MemberRow> rows) {
        Set<String> versions = rows.stream()
                .filter(row -> row.id() instanceof String)
                .map(MemberRow::username)
                .collect(Collectors.toSet());
        return means.models(projectId, versions).chain(models -> {
            Function<MemberRow, Long> participant =
                    row -> row.id() instanceof Long user ? user : models.getOrDefault(row.username(), Long.MIN_VALUE);
            return means.ofAll(projectId, rows.stream().map(participant).toList())
                    .map(all -> rows.stream()
                            .map(row -> row.with(all.getOrDefault(participant.apply(row), Map.of())))
                            .toList());
        });
    }

    /** Without the row that only says that there is the project, and without people whom Label Studio has deleted. */
    private static Stream<Row> people(List<Row> rows) {
        return rows.stream().filter(row -> row.getLong("id") != null);
    }
}
