package dev.interrater.tasks;

import dev.interrater.agreement.ComparedTask;
import dev.interrater.agreement.TaskComparison;
import dev.interrater.analytics.AtOnce;
import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;

/** Compares single tasks of the caller's organization, a few at once. */
@Singleton
class CallersTasks {
    private final CurrentCaller caller;
    private final TaskComparison comparison;
    private final People people;
    private final AtOnce atOnce = new AtOnce(8, "Matrices");

    CallersTasks(CurrentCaller caller, TaskComparison comparison, People people) {
        this.caller = caller;
        this.comparison = comparison;
        this.people = people;
    }

    /** What becomes of a task. Fails with an {@link ApiError} 404 when there is no such task, and 503 when many ask at once. */
    <T> Uni<T> compared(long projectId, long taskId, BiFunction<ComparedTask, People, Uni<T>> answer) {
        long organizationId = caller.get().organizationId();
        return atOnce.run(
                () -> comparison.of(organizationId, projectId, taskId).chain(task -> answer.apply(task, people)));
    }
}
