package dev.interrater.backfill;

import jakarta.persistence.Embeddable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a job is, in tasks.
 *
 * @param tasksTotal tasks of the project when the job started
 * @param tasksProcessed tasks looked at so far, the skipped ones and those with errors among them
 * @param tasksSkipped tasks with fewer than two annotations, or whose agreement was up to date already
 * @param matricesCreated agreement matrices written, one per task and dimension
 * @param errors tasks that could not be computed
 * @param lastError why the last of those could not; null when there is none
 */
@Embeddable
public record Progress(
        long tasksTotal, long tasksProcessed, long tasksSkipped, long matricesCreated, long errors, String lastError) {

    /** These counters as {@code progress_data} shows them; {@code last_error} is absent when there is none. */
    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("tasks_total", tasksTotal);
        data.put("tasks_processed", tasksProcessed);
        data.put("tasks_skipped", tasksSkipped);
        data.put("matrices_created", matricesCreated);
        data.put("errors", errors);
        if (lastError != null) {
            data.put("last_error", lastError);
        }
        return data;
    }
}
