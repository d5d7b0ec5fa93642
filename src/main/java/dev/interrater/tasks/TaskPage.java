package dev.interrater.tasks;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** A page of tasks, while it is filled: a walk past tasks that are not asked for takes several statements, and ends where it gets long. */
final class TaskPage {
    /** How many tasks a page walks by. */
    static final int FAR = 20_000;

    private final TaskFilter filter;
    private final int size;
    private final List<TaskScoreView> tasks = new ArrayList<>();
    private int walked;
    private TaskFilter last;
    private boolean isWhole;

    TaskPage(TaskFilter filter, int size) {
        this.filter = filter;
        this.size = size;
    }

    /** How many tasks to walk by next. One more than there is room for tells that there is another page. */
    int lot() {
        return walked > 0 || filter.isSelective() ? TaskListSql.MOST : size + 1;
    }

    /** Takes what is asked for of the next tasks on the way. From where to go on; null when the page is done. */
    TaskFilter add(RowSet<Row> rows) {
        for (Row row : rows) {
            if (row.getBoolean(TaskList.IS_LISTED)) {
                if (tasks.size() == size) {
                    return null;
                }
                tasks.add(TaskScoreView.of(row));
            }
            last = filter.behind(row.getLong("id"), row.getDouble("score"));
        }
        isWhole = rows.size() < lot();
        walked += rows.size();
        return isWhole || walked >= (filter.isSorted() ? 1 : FAR) ? null : last;
    }

    TaskListView view() {
        return new TaskListView(tasks, isWhole ? null : last.cursor());
    }
}
