package dev.interrater.agreement;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** How many tasks needed no comparing: those without two annotators, and those up to date. */
    public long skipped() {
        return tasks.size() - compared.size();
    }

    /** How many matrices there are to be written. */
    public long matrices() {
        return compared.stream().mapToLong(task -> task.matrices().size()).sum();
    }

    /** How many tasks could not be compared. */
    public long errors() {
        return compared.stream().filter(task -> task.error() != null).count();
    }

    /** Why the last of those could not; null when there is none. */
    public String lastError() {
        return compared.stream()
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

    /** IDs of the tasks that have an agreement which is true no more, and no new one. */
    Long[] withdrawn() {
        Set<TaskHead> agreed = agreements().stream().map(TaskAgreement::task).collect(Collectors.toSet());
        return tasks.stream()
                .filter(task -> task.kept() && !task.upToDate() && !agreed.contains(task))
                .map(TaskHead::id)
                .toArray(Long[]::new);
    }
}
