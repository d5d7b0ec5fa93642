package dev.interrater.analytics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What Label Studio's tables say about a small project is found by an index, also beside a project that has nearly all there is. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "passes"))
class PassPlansTest {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";
    private static final int MANY = 20_000;
    private static final Pattern OTHERS =
            Pattern.compile("Seq Scan on (task|task_completion|prediction)\\b|_completed_by_id on");
    private static final Pattern OWN = Pattern.compile("Index Cond: \\(\\(?project_id = ");
    private static final Map<String, String> STATEMENTS = Map.of(
            FinishedTasksResource.FINISHED, "",
            FinishedTasksResource.FINISHED_BY, ", OWNER",
            LeadTimeResource.LEAD_TIMES, "",
            DataFilterResource.FILTERS, ", 10",
            MemberPerformance.PARTICIPANTS, "",
            MemberPerformance.ANNOTATORS, ", NULL",
            MemberPerformance.MODELS, ", NULL, 10");

    private final Sql sql = Sql.in("passes");
    private final Organization organization = Organization.createIn(sql);

    @Test
    void a_small_project_is_read_by_itself() throws SQLException {
        int small = labelled(10);
        labelled(MANY);
        sql.run("ANALYZE task");
        sql.run("ANALYZE task_completion");
        sql.run("ANALYZE prediction");
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(CallersProjects.FOR_THIS_PROJECT.replace("LOCAL ", ""));
            for (Map.Entry<String, String> asked : STATEMENTS.entrySet()) {
                statement.execute("PREPARE asked AS " + asked.getKey());
                StringBuilder plan = new StringBuilder();
                ResultSet lines = statement.executeQuery("EXPLAIN EXECUTE asked (" + small + ", " + organization.id()
                        + asked.getValue()
                                .replace("OWNER", "" + organization.owner().id()) + ")");
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
                statement.execute("DEALLOCATE asked");
                assertTrue(OWN.matcher(plan).find(), () -> asked.getKey() + plan);
                assertFalse(OTHERS.matcher(plan).find(), () -> asked.getKey() + plan);
            }
        }
    }

    private int labelled(int tasks) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(tasks);
        labelling.annotations(organization.owner(), "'" + Labelling.choice("mood", "A") + "'");
        sql.run(
                "INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " SELECT '[]', 'v1', 0, id, project_id, now(), now() FROM task WHERE project_id = ?",
                labelling.project());
        return labelling.project();
    }
}
