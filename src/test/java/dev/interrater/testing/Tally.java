package dev.interrater.testing;

/** The tally of an organization's jobs: as the database keeps it, and as adding up the jobs gives it. */
public final class Tally {
    private Tally() {}

    /** What the database's triggers have kept; "none" when there is no row yet. */
    public static String kept(Sql sql, Organization owner) {
        var tally = sql.<String>column(
                "SELECT (to_jsonb(t) - '{organization_id,superseded}'::text[])::text"
                        + " FROM agreement.backfill_tally t WHERE organization_id = ?",
                owner.id());
        return tally.isEmpty() ? "none" : tally.get(0);
    }

    /** The sums over the newest job of every project, found without the help of any trigger. */
    public static String added(Sql sql, Organization owner) {
        String sums = sql.value("""
                SELECT to_jsonb(s)::text FROM (
                    SELECT count(project_id) AS projects,
                           count(*) FILTER (WHERE status = 'PENDING') AS pending,
                           count(*) FILTER (WHERE status = 'QUEUED') AS queued,
                           count(*) FILTER (WHERE status = 'COMPLETED') AS completed,
                           count(*) FILTER (WHERE status = 'FAILED') AS failed,
                           coalesce(sum(tasks_total), 0) AS tasks_total,
                           coalesce(sum(tasks_processed), 0) AS tasks_processed,
                           coalesce(sum(tasks_skipped), 0) AS tasks_skipped,
                           coalesce(sum(matrices_created), 0) AS matrices_created,
                           coalesce(sum(errors), 0) AS errors
                      FROM (SELECT DISTINCT ON (coalesce(project_id, -organization_id)) *
                              FROM agreement.backfill_job
                             ORDER BY coalesce(project_id, -organization_id), id DESC) newest
                     WHERE organization_id = ? AND status <> 'RUNNING') s
                """, owner.id());
        return kept(sql, owner).equals("none") && sums.replaceAll("[^1-9]", "").isEmpty() ? "none" : sums;
    }
}
