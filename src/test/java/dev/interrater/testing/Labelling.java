package dev.interrater.testing;

/** A project with tasks and annotations, as rows that Label Studio itself would write. */
public final class Labelling {
    private final Sql sql;
    private final int project;

    private Labelling(Sql sql, int project) {
        this.sql = sql;
        this.project = project;
    }

    /** A new project of an organization, with this label config. */
    public static Labelling create(Sql sql, Organization organization, String labelConfig) {
        int project = organization.project();
        sql.run("UPDATE project SET label_config = ? WHERE id = ?", labelConfig, project);
        return new Labelling(sql, project);
    }

    public int project() {
        return project;
    }

    /** A new task. */
    public int task() {
        return tasks(1);
    }

    /** New tasks, and the ID of the last. */
    public int tasks(int number) {
        return sql.<Integer>column(
                        "INSERT INTO task (data, project_id, created_at, updated_at, is_labeled, overlap, total_annotations,"
                                + " cancelled_annotations, total_predictions, comment_count, unresolved_comment_count)"
                                + " SELECT '{}', ?, now(), now(), true, 3, 3, 0, 0, 0, 0 FROM generate_series(1, ?) RETURNING id",
                        project,
                        number)
                .get(number - 1);
    }

    /** A new annotation of a task, and its ID. */
    public int annotation(int task, Organization.User annotator, String result) {
        return annotate("SELECT " + task, annotator, "'" + result.replace("'", "''") + "'");
    }

    /** An annotation of every task of the project, with an SQL expression for the result, in which {@code task} is the ID. */
    public void annotations(Organization.User annotator, String result) {
        annotate("SELECT id FROM task WHERE project_id = " + project, annotator, result);
    }

    private int annotate(String tasks, Organization.User annotator, String result) {
        return sql.<Integer>column(
                        "INSERT INTO task_completion (result, task_id, project_id, completed_by_id, was_cancelled,"
                                + " ground_truth, created_at, updated_at, result_count)"
                                + " SELECT (" + result
                                + ")::jsonb, task, ?, ?, false, false, now(), clock_timestamp(), 1"
                                + " FROM (" + tasks + ") AS tasks (task) ORDER BY task RETURNING id",
                        project,
                        annotator.id())
                .get(0);
    }

    /** A result that chooses. */
    public static String choice(String control, String choice) {
        return """
                [{"id": "1", "from_name": "%s", "to_name": "text", "type": "choices", "value": {"choices": ["%s"]}}]
                """.formatted(control, choice);
    }

    /** A result with one labelled rectangle. */
    public static String box(String control, String label, double x, double y, double width, double height) {
        return """
                [{"id": "1", "from_name": "%s", "to_name": "img", "type": "rectanglelabels",
                  "original_width": 100, "original_height": 100, "image_rotation": 0,
                  "value": {"x": %s, "y": %s, "width": %s, "height": %s, "rotation": 0, "rectanglelabels": ["%s"]}}]
                """.formatted(control, x, y, width, height, label);
    }
}
