package dev.interrater.agreement;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tasks that follow each other in a project, compared where that was necessary.
 *
 * @param after the last task before them
 * @param tasks empty behind the project's last task
 */
public record AgreementPage(long after, List<TaskHead> tasks, List<TaskAgreement> compared) {

    /** Whether there are no more tasks. */
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Its last task. */
    public long last() {
        return tasks.get(tasks.size() - 1).id();
    }

    /** How many tasks had no annotators to compare: those without two of them, and those up to date. */
    public long skipped() {
        return tasks.size() - amongAnnotators().count();
    }

    /** How many matrices with agreement among annotators there are to be written. */
    public long matrices() {
        return amongAnnotators().mapToLong(task -> task.matrices().size()).sum();
    }

    /** How many tasks of those could not be compared. */
    public long errors() {
        return amongAnnotators().filter(task -> task.error() != null).count();
    }

    private Stream<TaskAgreement> amongAnnotators() {
        return compared.stream().filter(TaskAgreement::isAmongAnnotators);
    }

    /** Why the last of those could not; null when there is none. */
    public String lastError() {
        return amongAnnotators()
                .map(TaskAgreement::error)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** Those that have an agreement now. */
    List<TaskAgreement> agreements() {
        return compared.stream().filter(task -> task.error() == null).toList();
    }

    /** IDs of its tasks. */
    public Long[] ids() {
        return tasks.stream().map(TaskHead::id).toArray(Long[]::new);
    }

    /** IDs of the tasks of which something is kept that is true no more, and replaced. */
    Long[] replaced() {
        return stale(true);
    }

    /** IDs of the tasks of which something is kept that is true no more, and nothing comes in its place. */
    Long[] withdrawn() {
        return stale(false);
    }

    private Long[] stale(boolean isReplaced) {
        Set<TaskHead> agreed = agreements().stream().map(TaskAgreement::task).collect(Collectors.toSet());
        return tasks.stream()
                .filter(task -> task.isStale() && agreed.contains(task) == isReplaced)
                .map(TaskHead::id)
                .toArray(Long[]::new);
    }
}
