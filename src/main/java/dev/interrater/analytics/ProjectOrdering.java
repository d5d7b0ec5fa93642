package dev.interrater.analytics;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What projects are ordered by; a minus means the highest first. Those without a figure come last. */
@Schema(
        name = "ProjectAgreementOrderingEnum",
        enumeration = {
            "id",
            "-id",
            "title",
            "-title",
            "agreement",
            "-agreement",
            "tasks",
            "-tasks",
            "compared_tasks",
            "-compared_tasks",
            "out_of_date_tasks",
            "-out_of_date_tasks",
            "job",
            "-job"
        })
enum ProjectOrdering {
    ID("id", "id"),
    ID_DESCENDING("-id", "id DESC"),
    TITLE("title", "lower(title), id"),
    TITLE_DESCENDING("-title", "lower(title) DESC, id"),
    AGREEMENT("agreement", "agreement NULLS LAST, id"),
    AGREEMENT_DESCENDING("-agreement", "agreement DESC NULLS LAST, id"),
    TASKS("tasks", "tasks NULLS LAST, id"),
    TASKS_DESCENDING("-tasks", "tasks DESC NULLS LAST, id"),
    COMPARED("compared_tasks", "compared_tasks, id"),
    COMPARED_DESCENDING("-compared_tasks", "compared_tasks DESC, id"),
    OUT_OF_DATE("out_of_date_tasks", "out_of_date_tasks, id"),
    OUT_OF_DATE_DESCENDING("-out_of_date_tasks", "out_of_date_tasks DESC, id"),
    JOB("job", "job_id NULLS LAST, id"),
    JOB_DESCENDING("-job", "job_id DESC NULLS LAST, id");

    private final String text;
    private final String sql;

    ProjectOrdering(String text, String sql) {
        this.text = text;
        this.sql = sql;
    }

    /** The columns of the list. */
    String sql() {
        return sql;
    }

    @Override
    public String toString() {
        return text;
    }
}
