package dev.interrater.page;

import java.util.List;
import java.util.Map;

/** The addresses of all views, of projects that have something to show. */
final class Views {
    static final List<String> ALL = List.of(
            "/agreement/",
            "/agreement/backfills",
            "/agreement/projects/15/members",
            "/agreement/projects/15/quality",
            "/agreement/projects/15/tasks",
            "/agreement/projects/15/dimensions",
            "/agreement/projects/17/members",
            "/agreement/projects/19/quality",
            "/agreement/projects/12/members");

    /** Those that are shown in the documents, by the names of their pictures. */
    static final Map<String, String> PICTURES = Map.of(
            "organization", "/agreement/",
            "backfills", "/agreement/backfills",
            "members", "/agreement/projects/15/members",
            "quality", "/agreement/projects/15/quality",
            "tasks", "/agreement/projects/15/tasks",
            "dimensions", "/agreement/projects/15/dimensions");

    private Views() {}
}
