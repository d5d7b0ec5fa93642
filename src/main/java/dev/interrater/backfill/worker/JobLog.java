package dev.interrater.backfill.worker;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import org.jboss.logging.MDC;

/** Puts the IDs of a job into every line that is logged about it, where the log is read by machines. */
final class JobLog {
    private static final String JOB = "job_id";
    private static final String ORGANIZATION = "organization_id";
    private static final String PROJECT = "project_id";

    private JobLog() {}

    /** Runs what logs about a claimed job, on this thread. */
    static void of(Claim claim, Runnable work) {
        of(claim.jobId(), claim.organizationId(), claim.projectId(), work);
    }

    /** The same about any job; the project is null for one of the whole organization. */
    static void of(long jobId, long organizationId, Long projectId, Runnable work) {
        var context = Vertx.currentContext();
        if (context == null || VertxContext.isDuplicatedContext(context)) {
            log(jobId, organizationId, projectId, work);
        } else {
            // On an event loop, where Quarkus keeps such data only in a context of its own.
            ((ContextInternal) VertxContext.createNewDuplicatedContext(context))
                    .dispatch(() -> log(jobId, organizationId, projectId, work));
        }
    }

    private static void log(long jobId, long organizationId, Long projectId, Runnable work) {
        MDC.put(JOB, jobId);
        MDC.put(ORGANIZATION, organizationId);
        if (projectId != null) {
            MDC.put(PROJECT, projectId);
        }
        try {
            work.run();
        } finally {
            MDC.remove(JOB);
            MDC.remove(ORGANIZATION);
            MDC.remove(PROJECT);
        }
    }
}
