package dev.interrater.backfill;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** How far a job has come, however it is looked up. */
@MappedSuperclass
abstract class JobState extends PanacheEntityBase {
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

    /** The job as clients see it. */
    abstract JobView view();

    JobView view(long id, Long projectId) {
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
