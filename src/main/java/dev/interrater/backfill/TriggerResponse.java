package dev.interrater.backfill;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a trigger has done. All keys are always present.
 *
 * @param jobs the new jobs in ascending project ID, the first 10,000 of them
 * @param jobsQueued how many there are
 * @param message the same in a sentence
 * @param organizationId the organization whose projects they are for
 * @param projectsRemaining projects that still have no job
 * @param projectsSkipped projects passed over because their backfill is COMPLETED
 */
@RegisterForReflection
@Schema(
        name = "AgreementV2BackfillTriggerResponse",
        requiredProperties = {
            "jobs",
            "jobs_queued",
            "message",
            "organization_id",
            "projects_remaining",
            "projects_skipped"
        })
record TriggerResponse(
        @Schema(description = "The new jobs in ascending project ID, the first 10,000 of them")
        List<QueuedJob> jobs,

        @Schema(description = "How many jobs were queued") long jobsQueued,

        @Schema(description = "What was done, in a sentence")
        String message,

        @Schema(description = "The caller's organization") long organizationId,

        @Schema(description = "Projects that are neither started nor in flight after this call")
        long projectsRemaining,

        @Schema(description = "Projects passed over because their backfill is COMPLETED")
        long projectsSkipped) {}
