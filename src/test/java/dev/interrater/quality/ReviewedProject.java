package dev.interrater.quality;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.Stream;

/** A project with choices whose annotators have answered, and what the API says of its consensus. */
abstract class ReviewedProject {
    static final String CONFIG = "<View><Text name='text' value='$t'/><Choices name='mood' toName='text'>"
            + "<Choice value='A'/><Choice value='B'/></Choices></View>";

    final Sql sql = Sql.in("worker");
    final Organization organization = Organization.createIn(sql);
    final Labelling labelling;
    final List<User> annotators = Stream.generate(organization::member).limit(4).toList();

    ReviewedProject() {
        this(CONFIG);
    }

    ReviewedProject(String config) {
        labelling = Labelling.create(sql, organization, config);
    }

    /** A task to which the first annotators answer; "-" is no annotation. */
    int answered(String choices) {
        int task = labelling.task();
        String[] each = choices.split(" ");
        for (int i = 0; i < each.length; i++) {
            if (!each[i].equals("-")) {
                labelling.annotation(task, annotators.get(i), Labelling.choice("mood", each[i]));
            }
        }
        return task;
    }

    void backfill() {
        backfill(labelling.project());
    }

    void backfill(int project) {
        long job = organization.job(project, "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));
    }

    /** Runs a backfill and waits for what follows. */
    void compute() {
        backfill();
        await().until(this::isComputed);
    }

    boolean isComputed() {
        return sql.<Boolean>value(
                "SELECT coalesce((SELECT computed = changes FROM agreement.consensus WHERE project_id = ?), false)",
                labelling.project());
    }

    String path(String rest) {
        return "/api/projects/" + labelling.project() + "/agreement/" + rest;
    }

    ValidatableResponse get(String rest) {
        return Api.as(organization.member()).get(path(rest)).then();
    }

    long dimension() {
        return dimension("mood");
    }

    long dimension(String name) {
        return sql.value(
                "SELECT id FROM agreement.dimension WHERE project_id = ? AND config_name = ?",
                labelling.project(),
                name);
    }

    /** Rows of all tables that are about the project's consensus. */
    long kept(int project) {
        return sql.<Long>value("""
                SELECT (SELECT count(*) FROM agreement.consensus_run WHERE project_id = $P)
                     + (SELECT count(*) FROM agreement.consensus WHERE project_id = $P)
                """.replace("$P", String.valueOf(project)));
    }
}
