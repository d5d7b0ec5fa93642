package dev.interrater.testing;

/** The tallies of an organization's jobs, by kind: as the database keeps them, and as adding up the jobs gives them. */
public final class Tally {
    private static final String COUNTS = """
            projects, pending, queued, completed, failed,
            tasks_total, tasks_processed, tasks_skipped, matrices_created, errors
            """;

    /** One that is all zeros counts as none: where a kind has had no job, or none that ever left RUNNING, there is no row. */
    private static final String BY_KIND = "SELECT coalesce(jsonb_object_agg(kind, to_jsonb(t) - "
            + "'{organization_id,kind,superseded}'::text[] ORDER BY kind)"
            + " FILTER (WHERE greatest(" + COUNTS + ") <> 0 OR least(" + COUNTS + ") <> 0), '{}')::text FROM ";

    private Tally() {}

    /** What the database's triggers have kept. */
    public static String kept(Sql sql, Organization owner) {
        return sql.value(BY_KIND + "agreement.backfill_tally t WHERE organization_id = ?", owner.id());
    }

    /** The sums over the newest job of every project, found without the help of any trigger. */
    public static String added(Sql sql, Organization owner) {
        return sql.value(BY_KIND + """
                (SELECT kind,
                        count(project_id) AS projects,
                        count(*) FILTER (WHERE status = 'PENDING') AS pending,
                        count(*) FILTER (WHERE status = 'QUEUED') AS queued,
                        count(*) FILTER (WHERE status = 'COMPLETED') AS completed,
                        count(*) FILTER (WHERE status = 'FAILED') AS failed,
                        coalesce(sum(tasks_total), 0) AS tasks_total,
                        coalesce(sum(tasks_processed), 0) AS tasks_processed,
                        coalesce(sum(tasks_skipped), 0) AS tasks_skipped,
                        coalesce(sum(matrices_created), 0) AS matrices_created,
                        coalesce(sum(errors), 0) AS errors
                   FROM (SELECT DISTINCT ON (kind, coalesce(project_id, -organization_id)) *
                           FROM agreement.backfill_job
                          ORDER BY kind, coalesce(project_id, -organization_id), id DESC) newest
                  WHERE organization_id = ? AND status <> 'RUNNING'
                  GROUP BY kind) t
                """, owner.id());
    }
}
