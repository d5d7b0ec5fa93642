package dev.interrater.live;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A project with a task that two of its annotators answer alike, and what is kept of it. */
abstract class FollowedProject {
    static final String CONFIG = "<View><Text name='text' value='$t'/><Choices name='mood' toName='text'>"
            + "<Choice value='A'/><Choice value='B'/></Choices></View>";

    /** A busy machine may take its time. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final Sql sql = Sql.in("worker");
    final Organization organization = Organization.createIn(sql);
    final Labelling labelling = Labelling.create(sql, organization, CONFIG);
    final List<User> annotators = Stream.generate(organization::member).limit(3).toList();
    final int task = answered("A", "A");

    int answered(String... choices) {
        int created = labelling.task();
        for (int i = 0; i < choices.length; i++) {
            labelling.annotation(created, annotators.get(i), Labelling.choice("mood", choices[i]));
        }
        return created;
    }

    void backfill() {
        long job = organization.job(labelling.project(), "QUEUED");
        await().atMost(PATIENCE)
                .until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
    }

    /** As Label Studio does behind each save and delete. */
    void touch() {
        sql.run("UPDATE task SET updated_at = clock_timestamp() WHERE id = ?", task);
    }

    String kept() {
        return sql.value(
                "SELECT coalesce((SELECT coalesce(pairwise::text, 'none') FROM agreement.task_agreement"
                        + " WHERE project_id = ? AND task_id = ?), 'gone')",
                labelling.project(),
                task);
    }

    void awaitKept(String agreement) {
        await().atMost(PATIENCE).until(() -> kept().equals(agreement));
    }

    /** Every look until now may have passed the date of what is committed later. */
    void awaitLooks() {
        Object before = sql.value("SELECT coalesce(looked_at, now()) FROM agreement.change_watch");
        await().atMost(PATIENCE)
                .until(() -> sql.<Boolean>value(
                        "SELECT coalesce(looked_at > ?::timestamptz + interval '300 ms', false) FROM agreement.change_watch",
                        before));
    }
}
