package dev.interrater.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A project with annotators, the ground truth and versions of models, with controls of all kinds, that changes at random as Label
 * Studio, or an administrator, would change it.
 */
public final class ChangingProject {
    private static final String CONFIG = """
            <View><Text name='text' value='$t'/><Image name='img' value='$i'/>
              <Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices>
              <Choices name='topics' toName='text' choice='multiple'><Choice value='X'/><Choice value='Y'/></Choices>
              <Taxonomy name='species' toName='text'><Choice value='Dog'><Choice value='Poodle'/></Choice></Taxonomy>
              <Rating name='stars' toName='text'/>
              <Number name='age' toName='text'/>
              <TextArea name='notes' toName='text'/>
              <Labels name='spans' toName='text'><Label value='Name'/><Label value='Place'/></Labels>
              <RectangleLabels name='box' toName='img'><Label value='Car'/><Label value='Bus'/></RectangleLabels>
            </View>
            """;

    private final Sql sql;
    private final Random random;
    private final Labelling labelling;
    private final List<Organization.User> annotators;

    /** A new one of an organization, with so many tasks that nobody has answered. */
    public ChangingProject(Sql sql, Organization organization, int tasks, Random random) {
        this.sql = sql;
        this.random = random;
        labelling = Labelling.create(sql, organization, CONFIG);
        annotators = IntStream.range(0, 4).mapToObj(i -> organization.member()).toList();
        labelling.tasks(tasks);
    }

    public int project() {
        return labelling.project();
    }

    /** Those who may have answered something. */
    public List<Organization.User> annotators() {
        return annotators;
    }

    /** Deletes all tasks and answers. */
    public void clear() {
        sql.run("DELETE FROM prediction WHERE task_id IN (SELECT id FROM task WHERE project_id = ?)", project());
        sql.run("DELETE FROM task_completion WHERE project_id = ?", project());
        sql.run("DELETE FROM task WHERE project_id = ?", project());
    }

    /** Changes something, and says what. */
    public String change() {
        int project = project();
        return switch (random.nextInt(24)) {
            case 0 ->
                run(
                        "UPDATE task_completion SET was_cancelled = NOT was_cancelled WHERE id = %s",
                        one("task_completion"));
            case 1, 2 ->
                run("UPDATE task_completion SET ground_truth = NOT ground_truth WHERE id = %s", one("task_completion"));
            case 3 -> run("DELETE FROM task_completion WHERE id = %s", one("task_completion"));
            case 4 -> run("DELETE FROM prediction WHERE id = %s", one("prediction"));
            case 5 -> random.nextInt(4) > 0 ? "emptied " + emptyTask() : deleteTask();
            case 6 -> "task " + labelling.task();
            case 7 ->
                random.nextInt(5) > 0
                        ? "nothing"
                        : run(
                                "UPDATE agreement.dimension SET is_active = NOT is_active WHERE id ="
                                        + " (SELECT id FROM agreement.dimension WHERE project_id = %s ORDER BY md5(id || '%s') LIMIT 1)",
                                project, random.nextInt());
            case 8 ->
                random.nextInt(5) > 0
                        ? "nothing"
                        : run(
                                "UPDATE agreement.dimension SET metric_is_chosen = true, metric_type = CASE metric_type"
                                        + " WHEN 'exact_match' THEN 'jaccard' ELSE 'exact_match' END"
                                        + " WHERE project_id = %s AND name = 'topics'",
                                project);
            case 9 ->
                random.nextInt(5) > 0
                        ? "nothing"
                        : run(
                                "UPDATE project SET label_config = CASE WHEN label_config LIKE '%%<Rating%%'"
                                        + " THEN regexp_replace(label_config, '<Rating[^>]*>', '')"
                                        + " ELSE replace(label_config, '<Number', '<Rating name=''stars'' toName=''text''/><Number') END"
                                        + " WHERE id = %s",
                                project);
            case 10 ->
                random.nextInt(5) > 0
                        ? "nothing"
                        : run(
                                "UPDATE project SET control_weights = '{\"mood\": {\"overall\": %s}}' WHERE id = %s",
                                random.nextInt(3) / 2.0, project);
            case 11, 12 ->
                run("UPDATE task_completion SET result = '%s' WHERE id = %s", result(), one("task_completion"));
            case 13, 14, 15 ->
                run(
                        "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at,"
                                + " updated_at) SELECT '%s', 'v%s', 0, %s, %s, now(), clock_timestamp()"
                                + " WHERE EXISTS (SELECT FROM task WHERE id = %3$s)",
                        random.nextInt(8) == 0 ? "[7]" : result(),
                        random.nextInt(12),
                        one("task"),
                        random.nextInt(4) == 0 ? "NULL" : project);
            default ->
                run(
                        "INSERT INTO task_completion (result, task_id, project_id, completed_by_id, was_cancelled, ground_truth,"
                                + " created_at, updated_at, result_count) SELECT '%s', %s, %s, %s, false, %s, now(), clock_timestamp(), 1"
                                + " WHERE EXISTS (SELECT FROM task WHERE id = %2$s)",
                        result(),
                        one("task"),
                        project,
                        annotators.get(random.nextInt(annotators.size())).id(),
                        random.nextInt(8) == 0);
        };
    }

    private String deleteTask() {
        return run("DELETE FROM task WHERE id = %s", emptyTask());
    }

    /** A task that nobody has answered any more. */
    private long emptyTask() {
        long task = one("task");
        sql.run("DELETE FROM prediction WHERE task_id = ?", task);
        sql.run("DELETE FROM task_completion WHERE task_id = ?", task);
        return task;
    }

    private String run(String statement, Object... values) {
        String complete = statement.formatted(values);
        sql.run(complete.replace("?", "??"));
        return complete.substring(0, Math.min(60, complete.length()));
    }

    /** Any row of the project's, or 0. */
    private long one(String table) {
        List<Number> ids = sql.column("SELECT id FROM " + table + " WHERE project_id = ? ORDER BY id", project());
        return ids.isEmpty() ? 0 : ids.get(random.nextInt(ids.size())).longValue();
    }

    private String result() {
        List<String> items = new ArrayList<>();
        item(items, "mood", "text", "choices", "\"choices\": [\"%s\"]".formatted((char) ('A' + random.nextInt(3))));
        item(
                items,
                "topics",
                "text",
                "choices",
                "\"choices\": %s"
                        .formatted(List.of(
                                        "[\"X\"]",
                                        "[\"Y\"]",
                                        "[\"X\", \"Y\"]",
                                        "[]",
                                        "[\"X\", \"" + "long".repeat(60) + "\"]")
                                .get(random.nextInt(5))));
        item(
                items,
                "species",
                "text",
                "taxonomy",
                "\"taxonomy\": [[\"Dog\"%s]]".formatted(random.nextBoolean() ? ", \"Poodle\"" : ""));
        item(items, "stars", "text", "rating", "\"rating\": %s".formatted(random.nextInt(5) + 1));
        item(items, "age", "text", "number", "\"number\": %s".formatted(random.nextInt(50)));
        item(items, "notes", "text", "textarea", "\"text\": [\"%s\"]".formatted("note ".repeat(random.nextInt(3))));
        for (int i = random.nextInt(3); i > 0; i--) {
            item(items, "spans", "text", "labels", """
                    "start": %s, "end": 20, "text": "x", "labels": ["%s"]""".formatted(
                            random.nextInt(20), random.nextBoolean() ? "Name" : "Place"));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            item(items, "box", "img", "rectanglelabels", """
                    "x": %s, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": [%s]""".formatted(
                            random.nextInt(20),
                            List.of("\"Car\"", "\"Bus\"", "\"Car\", \"Bus\"").get(random.nextInt(3))));
        }
        return items.toString();
    }

    /** Every now and then a control is left out. */
    private void item(List<String> items, String control, String object, String type, String value) {
        if (random.nextInt(5) > 0) {
            items.add("{\"id\": \"%s\", \"from_name\": \"%s\", \"to_name\": \"%s\", \"type\": \"%s\", \"value\": {%s}}"
                    .formatted("r" + items.size(), control, object, type, value));
        }
    }
}
