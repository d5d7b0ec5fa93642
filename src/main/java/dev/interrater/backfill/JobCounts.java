package dev.interrater.backfill;

import io.vertx.mutiny.sqlclient.Row;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sums over a set of jobs.
 *
 * @param projects how many of the jobs have a project
 * @param jobs how many are in each status
 * @param counters the sums of the jobs' own counters, by their names
 */
record JobCounts(long projects, Map<JobStatus, Long> jobs, Map<String, Long> counters) {
    private static final List<String> COUNTERS =
            List.of("tasks_total", "tasks_processed", "tasks_skipped", "matrices_created", "errors");

    private static final List<JobStatus> PRECEDENCE =
            List.of(JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.PENDING, JobStatus.FAILED, JobStatus.COMPLETED);

    /** The sums as columns, to be selected of jobs, each beside a {@code sign} that says whether it is added or taken off. */
    static final String COLUMNS = """
            coalesce(sum(sign) FILTER (WHERE project_id IS NOT NULL), 0)::bigint AS projects,
            coalesce(sum(sign) FILTER (WHERE status = 'PENDING'), 0)::bigint AS pending,
            coalesce(sum(sign) FILTER (WHERE status = 'QUEUED'), 0)::bigint AS queued,
            coalesce(sum(sign) FILTER (WHERE status = 'RUNNING'), 0)::bigint AS running,
            coalesce(sum(sign) FILTER (WHERE status = 'COMPLETED'), 0)::bigint AS completed,
            coalesce(sum(sign) FILTER (WHERE status = 'FAILED'), 0)::bigint AS failed,
            coalesce(sum(sign * tasks_total), 0)::bigint AS tasks_total,
            coalesce(sum(sign * tasks_processed), 0)::bigint AS tasks_processed,
            coalesce(sum(sign * tasks_skipped), 0)::bigint AS tasks_skipped,
            coalesce(sum(sign * matrices_created), 0)::bigint AS matrices_created,
            coalesce(sum(sign * errors), 0)::bigint AS errors
            """;

    /** Reads the columns of these names. */
    static JobCounts of(Row row) {
        Map<JobStatus, Long> jobs = new EnumMap<>(JobStatus.class);
        for (JobStatus status : JobStatus.values()) {
            jobs.put(status, row.getLong(name(status)));
        }
        Map<String, Long> counters = new LinkedHashMap<>();
        for (String counter : COUNTERS) {
            counters.put(counter, row.getLong(counter));
        }
        return new JobCounts(row.getLong("projects"), jobs, counters);
    }

    private static String name(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    JobCounts minus(JobCounts other) {
        return new JobCounts(projects - other.projects, minus(jobs, other.jobs), minus(counters, other.counters));
    }

    private static <K> Map<K, Long> minus(Map<K, Long> counts, Map<K, Long> others) {
        Map<K, Long> rest = new LinkedHashMap<>(counts);
        rest.replaceAll((key, count) -> count - others.get(key));
        return rest;
    }

    /** The first of RUNNING, QUEUED, PENDING, FAILED, COMPLETED that any of the jobs is in; COMPLETED when there is none. */
    JobStatus status() {
        return PRECEDENCE.stream()
                .filter(status -> jobs.get(status) > 0)
                .findFirst()
                .orElse(JobStatus.COMPLETED);
    }

    /** What clients see of them, when the organization has so many projects. */
    Map<String, Object> progress(long totalProjects) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("total_projects", totalProjects);
        data.put("not_started_projects", totalProjects - projects);
        jobs.forEach((status, count) -> data.put(name(status) + "_projects", count));
        data.putAll(counters);
        return data;
    }
}
