package dev.interrater.backfill;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;

/**
 * Finds the one job that is asked for. What is read is shown and forgotten, so the session keeps track of nothing. (Nor does
 * the resource open one: Panache puts an interceptor around every resource method whose class uses an entity.)
 */
@ApplicationScoped
class JobLookup {
    private final SessionFactory sessions;

    JobLookup(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * The organization's job with this ID, the newest of this project, or the one with this ID if it is of this project; null
     * when there is none.
     *
     * @param jobId null: whichever is the project's newest
     * @param projectId null: of any project, or none
     */
    Uni<JobView> find(long organizationId, Long jobId, Long projectId) {
        return sessions.withStatelessSession(session -> {
                    if (projectId == null) {
                        return BackfillJob.ofOrganization(session, organizationId, jobId);
                    } else if (jobId == null) {
                        return BackfillJob.newestOfProject(session, organizationId, projectId);
                    } else {
                        return BackfillJob.ofProject(session, organizationId, projectId, jobId);
                    }
                })
                .map(job -> job == null ? null : job.view());
    }
}
