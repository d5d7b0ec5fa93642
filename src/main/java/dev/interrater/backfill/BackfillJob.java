package dev.interrater.backfill;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.common.runtime.SessionOperations;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** A backfill that somebody asked for: the computing of what is missing or out of date of a project. */
@Entity
@Table(name = "backfill_job", schema = "agreement")
public class BackfillJob extends PanacheEntityBase {
    private static final String OF_PROJECT = """
            from BackfillJob
            where organizationId = ?1 and kind = ?2 and projectId = ?3
            and function('agreement.has_project' as Boolean, organizationId, projectId)
            """;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public long organizationId;

    @Enumerated(EnumType.STRING)
    public JobKind kind;

    /** Null: the whole organization. */
    public Long projectId;

    /** The queue's own ID of the job; null while PENDING. */
    public UUID rqJobId;

    @Enumerated(EnumType.STRING)
    public JobStatus status;

    /** E-mail of the user who asked for it, as it was then. */
    public String triggeredBy;

    public Instant createdAt;

    /** When a worker first took it; null before that. */
    public Instant startedAt;

    /** When it ended; null until then. */
    public Instant completedAt;

    /** Why it failed; empty when it did not. */
    public String errorMessage;

    /** Tasks of the project when the job started. */
    public long tasksTotal;

    /** Tasks looked at so far, the skipped ones and those with errors among them. */
    public long tasksProcessed;

    /** Tasks with fewer than two annotations, or whose agreement was up to date already. */
    public long tasksSkipped;

    /** Agreement matrices written, one per task and dimension. */
    public long matricesCreated;

    /** Tasks that could not be computed. */
    public long errors;

    /** Why the last of those could not; null when there is none. */
    public String lastError;

    /** No later job of the same kind and project exists. The database keeps it. */
    @Column(insertable = false, updatable = false)
    public boolean newest;

    /** The organization's job with this ID; null when it has none of the kind. */
    static Uni<BackfillJob> ofOrganization(long organizationId, JobKind kind, long jobId) {
        return shown(session -> session.get(BackfillJob.class, jobId))
                .map(job -> job != null && job.organizationId == organizationId && job.kind == kind ? job : null);
    }

    /** The newest job of a project of the organization; null when there is none, or no such project any more. */
    static Uni<BackfillJob> newestOfProject(long organizationId, JobKind kind, long projectId) {
        return shown(session -> session.createSelectionQuery(OF_PROJECT + "and newest", BackfillJob.class)
                .setParameter(1, organizationId)
                .setParameter(2, kind)
                .setParameter(3, projectId)
                .getSingleResultOrNull());
    }

    /** The organization's job with this ID if it is of this project; null otherwise, or when there is no such project any more. */
    static Uni<BackfillJob> ofProject(long organizationId, JobKind kind, long projectId, long jobId) {
        return shown(session -> session.createSelectionQuery(OF_PROJECT + "and id = ?4", BackfillJob.class)
                .setParameter(1, organizationId)
                .setParameter(2, kind)
                .setParameter(3, projectId)
                .setParameter(4, jobId)
                .getSingleResultOrNull());
    }

    /**
     * A job that is only shown is read by a stateless session: one that keeps track of it, as {@code findById} has it, costs two
     * fifths of the requests per second (docs/benchmarks.md).
     */
    private static <T> Uni<T> shown(Function<Mutiny.StatelessSession, Uni<T>> read) {
        return SessionOperations.withStatelessSession(read);
    }

    /** How many jobs of the kind the organization has, in this status unless it is null. */
    static Uni<Long> countOf(long organizationId, JobKind kind, JobStatus status) {
        return status == null
                ? count("organizationId = ?1 and kind = ?2", organizationId, kind)
                : count("organizationId = ?1 and kind = ?2 and status = ?3", organizationId, kind, status);
    }

    /**
     * The organization's jobs of the kind, in this status unless it is null, newest first. The inner query finds their IDs, in
     * an index alone: what comes before a page is passed over without a look at the table.
     */
    static Uni<List<BackfillJob>> pageOf(long organizationId, JobKind kind, JobStatus status, long offset, int size) {
        return status == null
                ? find("""
                        from BackfillJob job
                        where job.id in (
                            select asked.id from BackfillJob asked
                            where asked.organizationId = ?1 and asked.kind = ?2
                            order by asked.id desc limit ?3 offset ?4)
                        order by job.id desc
                        """, organizationId, kind, size, offset).list()
                : find("""
                        from BackfillJob job
                        where job.id in (
                            select asked.id from BackfillJob asked
                            where asked.organizationId = ?1 and asked.kind = ?2 and asked.status = ?5
                            order by asked.id desc limit ?3 offset ?4)
                        order by job.id desc
                        """, organizationId, kind, size, offset, status).list();
    }

    /** The job as clients see it. */
    JobView view() {
        return new JobView(
                createdAt,
                id,
                projectId,
                rqJobId,
                triggeredBy,
                completedAt,
                errorMessage,
                startedAt == null ? Map.of() : progress(),
                startedAt,
                status);
    }

    private Map<String, Object> progress() {
        Map<String, Object> progress = new LinkedHashMap<>();
        progress.put("tasks_total", tasksTotal);
        progress.put("tasks_processed", tasksProcessed);
        progress.put("tasks_skipped", tasksSkipped);
        progress.put("matrices_created", matricesCreated);
        progress.put("errors", errors);
        if (lastError != null) {
            progress.put("last_error", lastError);
        }
        return progress;
    }
}
