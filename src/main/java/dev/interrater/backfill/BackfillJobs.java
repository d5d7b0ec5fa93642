package dev.interrater.backfill;

import dev.interrater.database.SharedReads;
import dev.interrater.security.Caller;
import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import dev.interrater.web.Fields;
import dev.interrater.web.Page;
import dev.interrater.web.RequestBodies;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What the caller may do with the organization's jobs of either kind. The resource of each kind describes it. */
@ApplicationScoped
class BackfillJobs {
    static final String JOB_ID = "job_id";
    static final String PROJECT_ID = "project_id";

    private final CurrentCaller caller;
    private final RequestBodies bodies;
    private final BackfillTrigger trigger;
    private final BackfillCancellation cancellation;
    private final OrganizationStatus organization;

    /** Pages poll it, one in each of the windows that people keep open. */
    private final SharedReads<Asked, JobView> statuses = new SharedReads<>();

    /** What a status is asked of: IDs of a job and a project, null where there is none. */
    private record Asked(JobKind kind, long organizationId, Long jobId, Long projectId) {}

    BackfillJobs(
            CurrentCaller caller,
            RequestBodies bodies,
            BackfillTrigger trigger,
            BackfillCancellation cancellation,
            OrganizationStatus organization) {
        this.caller = caller;
        this.bodies = bodies;
        this.trigger = trigger;
        this.cancellation = cancellation;
        this.organization = organization;
    }

    /** Queues what the body asks for. */
    Uni<TriggerResponse> trigger(JobKind kind, HttpServerRequest request) {
        Caller asking = caller.get();
        return bodies.fields(request).chain(fields -> trigger.trigger(asking, kind, TriggerRequest.of(fields)));
    }

    /** Cancels what the query names. */
    Uni<CancelResponse> cancel(JobKind kind, UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        Long jobId = parameters.integer(JOB_ID);
        Long projectId = parameters.integer(PROJECT_ID);
        parameters.verify();
        return cancellation.cancel(caller.get(), kind, jobId, projectId);
    }

    /** One page of the jobs, newest first. */
    Uni<RestResponse<List<JobView>>> list(JobKind kind, UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        JobStatus status = parameters.choice("status", JobStatus.class);
        Page page = Page.of(parameters);
        parameters.verify();
        long organizationId = caller.get().organizationId();
        return Panache.withSession(() -> BackfillJob.countOf(organizationId, kind, status)
                .chain(total -> BackfillJob.pageOf(organizationId, kind, status, page.offset(total), page.size())
                        .map(jobs -> page.describe(
                                        ResponseBuilder.ok(jobs.stream()
                                                .map(BackfillJob::view)
                                                .toList()),
                                        uri,
                                        total)
                                .build())));
    }

    /** The job that the query names, the newest of a project, or what all of them add up to; 404 when there is none. */
    Uni<JobView> status(JobKind kind, UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        Long jobId = parameters.integer(JOB_ID);
        Long projectId = parameters.integer(PROJECT_ID);
        parameters.verify();
        long organizationId = caller.get().organizationId();
        return statuses.get(
                        new Asked(kind, organizationId, jobId, projectId),
                        () -> jobId == null && projectId == null
                                ? organization.of(organizationId, kind)
                                : job(organizationId, kind, jobId, projectId)
                                        .map(job -> job == null ? null : job.view()))
                .onItem()
                .ifNull()
                .failWith(() -> ApiError.notFound("No backfill job found or organization not found"));
    }

    /** The job with this ID if it is of this project, or of any where that is null; of a project alone, its newest. */
    private static Uni<? extends JobState> job(long organizationId, JobKind kind, Long jobId, Long projectId) {
        if (projectId == null) {
            return BackfillJob.ofOrganization(organizationId, kind, jobId);
        } else if (jobId == null) {
            return BackfillJob.newestOfProject(organizationId, kind, projectId);
        } else {
            return BackfillJob.ofProject(organizationId, kind, projectId, jobId);
        }
    }

    /** The job in flight of a project, which is queued now unless there is one. */
    Uni<JobView> ensure(JobKind kind, long projectId) {
        Caller asking = caller.get();
        return trigger.ensure(asking, kind, projectId)
                .chain(job -> BackfillJob.ofOrganization(asking.organizationId(), kind, job))
                .map(BackfillJob::view);
    }
}
