package dev.interrater.labelstudio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions through which Label Studio's tables are read. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "functions"))
class LabelStudioFunctionsTest {
    /** The names of the tables, where a statement would name them. ("project" and "task" are words of ours, too.) */
    private static final Pattern TABLE = Pattern.compile(
            "htx_user|authtoken_token|organizations_organizationmember|jwt_auth_jwtsettings|task_completion"
                    + "|(?i)\\b(from|join)\\s+(organization|project|task|prediction)\\b(?!\\s*\\()");

    private final Sql sql = Sql.in("functions");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agreement.live_project(7)                 | Index Scan using project_pkey",
                "agreement.live_projects_of(7)             | Index Cond: (organization_id = '7'::bigint)",
                "agreement.titled_projects_of(7)           | Index Cond: (organization_id = '7'::bigint)",
                "agreement.user_of_token('x')              | Index Scan using authtoken_token_pkey",
                "agreement.account(7)                      | Index Scan using htx_user_pkey",
                "agreement.tasks_of(7)                     | Index Cond: (project_id = '7'::bigint)",
                "agreement.tasks_after(7, 7, 7)            | Index Cond: ((project_id = '7'::bigint) AND (id > '7'::bigint))",
                "agreement.task_of(7, 7)                   | (id = '7'::bigint)",
                "agreement.task_data(7, 7)                 | (id = '7'::bigint)",
                "agreement.newest_answers(7)               | Index Cond: (task_id = '7'::bigint)",
                "agreement.newest_predictions(7, ARRAY['v']) | Index Cond: (task_id = '7'::bigint)",
                "agreement.model_versions_of(7, 7)         | Index Cond: (project_id = '7'::bigint)",
                "agreement.predictions(ARRAY[7]::bigint[]) | Index Cond: (id = ANY ('{7}'::bigint[]))",
                "agreement.annotations(ARRAY[7]::bigint[]) | Index Cond: (id = ANY ('{7}'::bigint[]))",
                "agreement.configured_project(7)           | Index Scan using project_pkey",
                "agreement.finished_tasks(7)               | Index Cond: (project_id = '7'::bigint)",
                "agreement.finished_tasks(7, 7)            | Index Cond: (completed_by_id = '7'::bigint)",
                "agreement.annotators_of(7)                | Index Cond: (project_id = '7'::bigint)",
                "agreement.tasks_with_annotations(7)       | Index Cond: (project_id = '7'::bigint)",
                "agreement.annotator_totals(7, NULL)       | Index Cond: (project_id = '7'::bigint)",
                "agreement.model_totals(7, NULL, 7)        | Index Cond: (project_id = '7'::bigint)",
                "agreement.scored_predictions(7, 'v')      | Index Cond: (task_id = '7'::bigint)",
                "agreement.predicted_tasks(7, 'v', 7)      | Index Cond: (project_id = '7'::bigint)",
                "agreement.prediction_totals(7, 'v')       | Index Cond: (project_id = '7'::bigint)",
                "agreement.shown_model_version(7)          | Index Scan using project_pkey",
                "agreement.live_members(7, ARRAY[7])       | Index Cond: (",
                "agreement.person(7)                       | Index Scan using htx_user_pkey"
            })
    void each_is_planned_with_the_statement_that_asks_and_finds_its_rows_by_an_index(String call, String access)
            throws SQLException {
        String plan = explain("SELECT * FROM " + call);

        assertTrue(plan.contains(access), plan);
        assertFalse(plan.contains("Function Scan"), plan);
    }

    @Test
    void a_project_is_found_by_its_id_when_it_is_the_projects_of_many_jobs_that_are_asked_about() throws SQLException {
        String plan = explain("SELECT (SELECT p.organization_id FROM agreement.live_project(j.project_id) p)"
                + " FROM agreement.backfill_job j");

        assertTrue(plan.contains("Index Cond: (id = j.project_id)"), plan);
    }

    /** The plan of a statement. The tables are empty, so it would be a scan of them if that were allowed. */
    private String explain(String statement) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = sql.connect();
                Statement explain = connection.createStatement()) {
            explain.execute("SET enable_seqscan = off");
            explain.execute("SET enable_bitmapscan = off");
            ResultSet lines = explain.executeQuery("EXPLAIN " + statement);
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    void the_token_switches_of_an_organization_are_read_alone_however_many_organizations_there_are()
            throws SQLException {
        sql.run("""
                INSERT INTO organization (id, title, created_at, updated_at)
                SELECT 100000 + n, 'Test', now(), now() FROM generate_series(1, 1000) AS n
                """);
        sql.run("""
                INSERT INTO jwt_auth_jwtsettings (organization_id, api_tokens_enabled, api_token_ttl_days,
                                                  legacy_api_tokens_enabled, created_at, updated_at)
                SELECT 100000 + n, true, 1, n = 7, now(), now() FROM generate_series(1, 1000) AS n
                """);
        sql.run("ANALYZE organization, jwt_auth_jwtsettings");
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            ResultSet settings =
                    statement.executeQuery("SELECT legacy_api_tokens_enabled FROM agreement.jwt_settings(100007)");
            assertTrue(settings.next() && settings.getBoolean(1) && !settings.next());
            ResultSet read = statement.executeQuery("""
                    SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
                     WHERE relname IN ('organization', 'jwt_auth_jwtsettings')
                    """);
            read.next();
            assertEquals(1, read.getLong(1));
        }
    }

    @Test
    void label_studio_may_alter_and_drop_every_table_of_its_own() throws SQLException {
        Organization organization = Organization.createIn(sql);
        organization.project();
        try (Connection connection = sql.connect();
                Statement migration = connection.createStatement()) {
            connection.setAutoCommit(false);
            migration.execute("ALTER TABLE project ALTER COLUMN id TYPE bigint");
            migration.execute("ALTER TABLE project DROP COLUMN deleted_at, DROP COLUMN control_weights");
            migration.execute("ALTER TABLE htx_user ALTER COLUMN email TYPE text");
            for (String table : List.of(
                    "jwt_auth_jwtsettings",
                    "authtoken_token",
                    "organizations_organizationmember",
                    "task_completion",
                    "prediction",
                    "task",
                    "project")) {
                migration.execute("DROP TABLE IF EXISTS " + table + " RESTRICT");
            }
            connection.rollback();
        }
    }

    @Test
    void nothing_of_ours_depends_on_them_in_the_catalog() {
        assertEquals(List.of(), sql.column("""
                        SELECT pg_describe_object(classid, objid, objsubid)
                          FROM pg_depend
                         WHERE refclassid = 'pg_class'::regclass
                           AND refobjid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
                           AND classid = 'pg_proc'::regclass
                        """));
    }

    @Test
    void no_other_statement_names_label_studios_tables() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
            assertEquals(
                    List.of(),
                    sources.filter(path -> path.toString().matches(".*\\.(java|sql)"))
                            .filter(path -> !path.startsWith("src/main/resources/demo"))
                            .filter(path -> !path.endsWith("V1__backfill_jobs.sql") // its function is superseded
                                    && !path.endsWith("V7__label_studio.sql")
                                    && !path.endsWith("V21__participants_and_sums.sql")
                                    && !path.endsWith("V23__statistics.sql")
                                    && !path.endsWith("V25__single_tasks.sql")
                                    && !path.endsWith("V31__task_data.sql")
                                    && !path.endsWith("V35__live.sql")
                                    && !path.endsWith("V36__data_manager.sql")
                                    && !path.endsWith("V37__late_dates.sql")
                                    && !path.endsWith("V39__passes.sql")
                                    && !path.endsWith("V26__projects.sql"))
                            .filter(LabelStudioFunctionsTest::namesATable)
                            .toList());
        }
    }

    private static boolean namesATable(Path source) {
        try {
            String withoutComments = Files.readString(source).replaceAll("(?m)^\\s*(//|--|\\*|/\\*).*$", "");
            return TABLE.matcher(withoutComments).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
