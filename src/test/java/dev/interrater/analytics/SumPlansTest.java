package dev.interrater.analytics;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever PostgreSQL believes about the sums: of all projects those of one are found by an index. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "functions"))
class SumPlansTest {
    private static final int PROJECTS = 300;
    private static final List<String> TABLES =
            List.of("pair_sum", "score_sum", "value_count", "confusion", "answer_count");
    private static final Pattern SCAN = Pattern.compile("Seq Scan on (" + String.join("|", TABLES) + ")\\b");
    private static final Map<String, String> STATEMENTS = Map.ofEntries(
            Map.entry(AnnotatorPairs.OVERALL, ""),
            Map.entry(AnnotatorPairs.PER_LABEL, ""),
            Map.entry(ParticipantMeans.OVERALL, ", NULL, NULL"),
            Map.entry(ParticipantMeans.PER_LABEL, ", NULL, NULL"),
            Map.entry(ParticipantsResource.PARTICIPANTS, ", 1000"),
            Map.entry(ParticipantsResource.PAIRS, ", 1000"),
            Map.entry(TotalAgreementResource.TOTAL, ""),
            Map.entry(TotalAgreementResource.OF_LABELS, ""),
            Map.entry(AgreementAnalysisResource.DIMENSIONS, ""),
            Map.entry(AgreementAnalysisResource.DISTRIBUTION, ""),
            Map.entry(LabelDistribution.VALUES, ", 1000"),
            Map.entry(ProjectCoefficients.SUMMED, ""),
            Map.entry(ConfusionMatrixResource.PAIRS, ", NULL, false, 1000"));

    private final Sql sql = Sql.in("functions");

    @Test
    void sums_of_one_project_are_found_by_an_index_before_and_after_the_tables_are_analyzed() throws SQLException {
        int project = Organization.createIn(sql).project();
        analyze();
        fill(project);
        assertByIndex(project);
        analyze();
        assertByIndex(project);
    }

    private void analyze() {
        TABLES.forEach(table -> sql.run("ANALYZE agreement." + table));
    }

    private void fill(int project) {
        sql.run("""
                INSERT INTO agreement.pair_sum
                SELECT p, d, l, 1, n, 1, 1, 1
                  FROM generate_series(?, ?) p, generate_series(0, 2) d, (VALUES (''), ('A'), ('B')) AS label (l),
                       generate_series(2, 10) n
                """, project, project + PROJECTS);
        sql.run(
                "INSERT INTO agreement.score_sum SELECT p, d, m, b, 1, 1 FROM generate_series(?, ?) p,"
                        + " generate_series(0, 2) d, generate_series(0, 1) m, generate_series(0, 100, 5) b",
                project,
                project + PROJECTS);
        sql.run(
                "INSERT INTO agreement.value_count SELECT p, d, b, v, 1 FROM generate_series(?, ?) p,"
                        + " generate_series(1, 2) d, (VALUES (true), (false)) AS predicted (b), generate_series(1, 20) v",
                project,
                project + PROJECTS);
        sql.run(
                "INSERT INTO agreement.confusion SELECT p, d, b, v, v, 1 FROM generate_series(?, ?) p,"
                        + " generate_series(1, 2) d, (VALUES (true), (false)) AS truth (b), generate_series(1, 20) v",
                project,
                project + PROJECTS);
        sql.run(
                "INSERT INTO agreement.answer_count SELECT p, d, gen_random_uuid(), '{1,2}', '{A,B}', 1"
                        + " FROM generate_series(?, ?) p, generate_series(1, 2) d, generate_series(1, 20) v",
                project,
                project + PROJECTS);
    }

    /** With the plan for any project, which is what a connection keeps. */
    private void assertByIndex(int project) throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            for (Map.Entry<String, String> asked : STATEMENTS.entrySet()) {
                statement.execute("PREPARE asked AS " + asked.getKey());
                StringBuilder plan = new StringBuilder();
                ResultSet lines =
                        statement.executeQuery("EXPLAIN EXECUTE asked (" + project + ", 1" + asked.getValue() + ")");
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
                statement.execute("DEALLOCATE asked");
                assertTrue(TABLES.stream().anyMatch(plan.toString()::contains), plan.toString());
                assertFalse(SCAN.matcher(plan).find(), plan.toString());
            }
        }
    }
}
