package dev.interrater.web;

import static dev.interrater.testing.Api.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.RawAnswers;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that speak HTTP/1.0. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OldClientsTest {
    private static final String NEXT = "GET /nothing HTTP/1.0\r\n\r\n";

    private static List<RawAnswers.Answer> answers(String requests) {
        return RawAnswers.of(RawHttp.send(requests).text());
    }

    @Test
    void an_answer_without_a_length_is_the_last_on_its_connection() {
        Organization organization = Organization.create();
        Labelling labelling = Labelling.create(Sql.main(), organization, "<View/>");
        labelling.tasks(50);
        Sql.main().run("""
                INSERT INTO agreement.task_agreement
                       (project_id, task_id, pairwise, newest_annotation, annotations, annotation_updates, fingerprint)
                SELECT project_id, id, 0.5, now(), '{}', '{}', gen_random_uuid() FROM task WHERE project_id = ?
                """, labelling.project());

        // A stream, whose length is not known when it begins.
        List<RawAnswers.Answer> answers = answers("GET /api/projects/" + labelling.project()
                + "/agreement/tasks HTTP/1.0\r\nConnection: keep-alive\r\nAccept: application/x-ndjson\r\nAuthorization: Token "
                + organization.owner().token() + "\r\n\r\n" + NEXT);

        assertEquals(1, answers.size());
        assertEquals(200, answers.get(0).status());
        assertEquals(50, answers.get(0).body().lines().count());
    }

    @Test
    void a_connection_goes_on_behind_an_answer_with_a_length() {
        List<RawAnswers.Answer> answers = answers("GET /nothing HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + NEXT);

        assertEquals(
                List.of(false, true),
                answers.stream().map(RawAnswers.Answer::last).toList());
    }

    @Test
    void nothing_follows_the_last_answer_whatever_has_been_sent_behind_its_request() {
        String status = "GET " + STATUS + " HTTP/1.0\r\nAuthorization: Token "
                + Organization.create().owner().token() + "\r\n\r\n";

        assertEquals(1, answers(status + "no request\r\n\r\n").size());
    }
}
