package dev.interrater.backfill;

import io.quarkus.hibernate.reactive.panache.common.runtime.SessionOperations;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** A backfill that somebody asked for: the computing of what is missing or out of date of a project. */
@Entity
@Table(name = "backfill_job", schema = "agreement")
public class BackfillJob extends JobState {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public long organizationId;

    @Enumerated(EnumType.STRING)
    public JobKind kind;

    /** Null: the whole organization. */
    public Long projectId;

    /** The organization's job with this ID; null when it has none of the kind. */
    static Uni<BackfillJob> ofOrganization(long organizationId, JobKind kind, long jobId) {
        return shown(session -> session.get(BackfillJob.class, jobId))
                .map(job -> job != null && job.organizationId == organizationId && job.kind == kind ? job : null);
    }

    /** The newest job of a project of the organization; null when there is none, or no such project any more. */
    static Uni<NewestJob> newestOfProject(long organizationId, JobKind kind, long projectId) {
        return shown(session -> session.get(NewestJob.class, new NewestJob.Key(organizationId, kind, projectId)));
    }

    /** The organization's job with this ID if it is of this project; null otherwise, or when there is no such project any more. */
    static Uni<BackfillJob> ofProject(long organizationId, JobKind kind, long projectId, long jobId) {
        return shown(session -> session.createSelectionQuery("""
                        from BackfillJob
                        where organizationId = ?1 and kind = ?2 and projectId = ?3 and id = ?4
                        and function('agreement.has_project' as Boolean, organizationId, projectId)
                        """, BackfillJob.class)
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

    @Override
    JobView view() {
        return view(id, projectId);
    }
}
