package dev.interrater.labelstudio;

import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.equalTo;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import dev.interrater.testing.Tokens;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "older"))
class OlderLabelStudioTest {
    private final Sql sql = Sql.in("older");

    @Test
    void a_database_without_the_optional_columns_and_tables_serves_all_three_answers() {
        Organization organization = Organization.createIn(sql);
        int project = organization.project();
        long job = organization.job(project, "COMPLETED");

        for (String query : new String[] {"", "?job_id=" + job, "?project_id=" + project}) {
            Api.as(organization.owner())
                    .get(STATUS + query)
                    .then()
                    .statusCode(200)
                    .body("job_id", equalTo((int) job));
        }
    }

    @Test
    void both_kinds_of_tokens_are_on_where_there_are_no_switches() {
        Organization organization = Organization.createIn(sql);
        organization.job(null, "QUEUED");

        Api.as(organization.owner()).get(STATUS).then().statusCode(200);
        Api.anonymous()
                .header(
                        "Authorization",
                        "Bearer " + Tokens.access(organization.owner().id()))
                .get(STATUS)
                .then()
                .statusCode(200);
    }

    @Test
    void an_upgrade_of_label_studio_takes_effect_without_a_restart() {
        Organization organization = Organization.createIn(sql);
        int project = organization.project();
        organization.job(project, "COMPLETED");
        Api.as(organization.owner())
                .get(STATUS + "?project_id=" + project)
                .then()
                .statusCode(200);

        sql.run("ALTER TABLE project ADD COLUMN deleted_at timestamptz");
        try {
            sql.run("UPDATE project SET deleted_at = now() WHERE id = ?", project);
            Api.as(organization.owner())
                    .get(STATUS + "?project_id=" + project)
                    .then()
                    .statusCode(404);
        } finally {
            sql.run("ALTER TABLE project DROP COLUMN deleted_at");
        }
    }
}
