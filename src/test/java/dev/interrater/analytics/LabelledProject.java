package dev.interrater.analytics;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import io.restassured.response.ValidatableResponse;

/** A project whose annotations are looked at without a backfill, and what its organization's owner is told about it. */
abstract class LabelledProject {
    final Sql sql = Sql.main();
    final Organization organization = Organization.create();
    final Labelling labelling =
            Labelling.create(sql, organization, "<View><Choices name='mood' toName='text'/></View>");

    String path(String of) {
        return "/api/projects/" + labelling.project() + "/" + of;
    }

    /** What is asked for is encoded already. */
    ValidatableResponse get(String of) {
        return Api.as(organization.owner())
                .urlEncodingEnabled(false)
                .get(path(of))
                .then();
    }

    /** A new annotation with some columns set to SQL expressions. */
    int annotation(int task, User annotator, String columns) {
        int id = labelling.annotation(task, annotator, Labelling.choice("mood", "Good"));
        sql.run("UPDATE task_completion SET " + columns + " WHERE id = ?", id);
        return id;
    }

    int annotation(int task, User annotator) {
        return labelling.annotation(task, annotator, Labelling.choice("mood", "Good"));
    }

    void prediction(int task, String version, String updatedAt) {
        sql.run("""
                INSERT INTO prediction (result, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                VALUES ('[]', ?, 0, ?, ?, now(), ?::timestamptz)
                """, version, task, labelling.project(), updatedAt);
    }
}
