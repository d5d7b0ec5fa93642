package dev.interrater.backfill;

import dev.interrater.web.Fields;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is to be queued: exactly one of the three.
 *
 * @param projectId this project
 * @param numProjects so many projects that have no job yet
 * @param allProjects every project that is not COMPLETED; true or null
 */
@Schema(name = "AgreementV2BackfillTriggerRequest", description = "Exactly one of the three properties")
record TriggerRequest(
        @Schema(nullable = true, description = "Queue a backfill of this project, completed before or not")
        Long projectId,

        @Schema(
                nullable = true,
                minimum = "1",
                description =
                        "Queue the next so many projects, in ascending ID, that have no job yet, at most 10,000 in one"
                                + " call; to be repeated until projects_remaining is 0")
        Long numProjects,

        @Schema(
                nullable = true,
                description = "Cancel everything in flight, then queue every project whose newest job is not COMPLETED")
        Boolean allProjects) {

    private static final String PROJECT_ID = "project_id";
    private static final String NUM_PROJECTS = "num_projects";
    private static final String ALL_PROJECTS = "all_projects";

    /** Reads a body's fields; {@code all_projects: false} asks for nothing. */
    static TriggerRequest of(Fields fields) {
        TriggerRequest request = new TriggerRequest(
                fields.integer(PROJECT_ID), fields.positive(NUM_PROJECTS), fields.bool(ALL_PROJECTS));
        fields.verify();
        boolean all = Boolean.TRUE.equals(request.allProjects);
        int asked = (request.projectId == null ? 0 : 1) + (request.numProjects == null ? 0 : 1) + (all ? 1 : 0);
        if (asked == 0 && request.allProjects != null) {
            fields.refuse(ALL_PROJECTS, "This must be true, or another field given.");
        } else if (asked != 1) {
            fields.refuse("non_field_errors", "Exactly one of project_id, num_projects and all_projects is required.");
        }
        fields.verify();
        return request;
    }
}
