package dev.interrater.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The addresses of all views, of projects that have something to show. */
final class Views {
    static final List<String> ALL = List.of(
            "/agreement/",
            "/agreement/backfills",
            "/agreement/projects/15/members",
            "/agreement/projects/15/quality",
            "/agreement/projects/15/tasks",
            "/agreement/projects/15/next",
            "/agreement/projects/15/dimensions",
            "/agreement/projects/16/members?annotator=11",
            "/agreement/projects/17/members",
            "/agreement/projects/19/quality",
            "/agreement/projects/20/next",
            "/agreement/projects/12/members");

    /** Those that are shown in the documents, by the names of their pictures. */
    static Map<String, String> pictures(long task) {
        return Map.of(
                "organization", "/agreement/",
                "backfills", "/agreement/backfills",
                "members", "/agreement/projects/15/members",
                "quality", "/agreement/projects/15/quality",
                "tasks", "/agreement/projects/15/tasks",
                "next", "/agreement/projects/15/next",
                "task", "/agreement/projects/15/tasks/" + task,
                "dimensions", "/agreement/projects/15/dimensions");
    }

    /** All of them, and a task. */
    static List<String> withTask(long task) {
        return Stream.concat(ALL.stream(), Stream.of("/agreement/projects/15/tasks/" + task))
                .toList();
    }

    private Views() {}
}
