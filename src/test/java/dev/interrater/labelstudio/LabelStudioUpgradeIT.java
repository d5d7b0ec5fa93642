package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Client;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Label Studio is upgraded while the service is asked all the time, from the oldest version to the newest by way of those between; then the
 * service is taken out. Nobody is in anybody's way, and scores stay right. It runs when all versions are asked for.
 */
@EnabledIfSystemProperty(named = "label-studio", matches = "true|")
class LabelStudioUpgradeIT {
    private static final String BACKFILL = "/api/dimensions/backfill/";
    private static final String CONFIG =
            "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'><Choice value='Good'/>"
                    + "<Choice value='Bad'/></Choices></View>";

    /** What three people answer, and the mean of their pairs' scores. */
    private static final Map<List<String>, String> ANSWERS = Map.of(
            List.of("Good", "Good", "Bad"), "0.3333",
            List.of("Good", "Good", "Good"), "1.0000");

    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<String> versions = PythonEnvironment.versions();
    private Installation installation;
    private String token;
    private Client api;
    private int project;

    @Test
    void the_service_goes_on_and_scores_stay_right() throws Exception {
        try (Installation started = new Installation(versions.get(0))) {
            installation = started;
            token = Installation.legacyToken(installation.owner);
            api = installation.api(token);
            project = installation.project("Upgraded", CONFIG);
            assertScores(1);

            for (int next = 1; next < versions.size(); next++) {
                AtomicBoolean over = new AtomicBoolean();
                Thread asking = new Thread(() -> ask(over), "asking");
                asking.start();
                upgrade(versions.get(next));
                over.set(true);
                asking.join();
                Installation.awaitEnd(api, project);
                assertScores(next + 1);
            }
            System.out.println("While Label Studio was upgraded, the service answered " + statuses);
            assertEquals(List.of(), List.copyOf(faults));

            installation.service().close();
            installation.database.remove();
            assertEquals(
                    List.of(),
                    installation.database.sql().column("SELECT 1 FROM pg_namespace WHERE nspname = 'agreement'"));
            assertEquals(
                    200,
                    installation.labelStudioApi(token).get("/api/projects/").statusCode());
        }
    }

    private void upgrade(String version) throws Exception {
        boolean before = installation.hasJwtSettings();
        installation.upgrade(version);
        if (installation.hasJwtSettings() && !before) {
            assertMissingGrantIsTold();
            installation.database.grantJwtSettings();
            assertTokenOpensWhatItOpensInLabelStudio();
        }
        await().forever().until(() -> api.get(BACKFILL + "status/").statusCode() == 200);
    }

    /** Asks all the time, and for backfills, too: anything is right but errors of the service's own. */
    private void ask(AtomicBoolean over) {
        try {
            while (!over.get()) {
                for (HttpResponse<String> answer : List.of(
                        api.get(BACKFILL + "status/"),
                        api.get(BACKFILL + "jobs/"),
                        api.get("/api/projects/" + project + "/dimensions/"),
                        api.get("/api/projects/" + project + "/analytics/data-quality/agreement-analysis/coefficients"),
                        api.send("POST", BACKFILL, Map.of("project_id", project)))) {
                    statuses.merge(answer.statusCode(), 1, Integer::sum);
                    if (answer.statusCode() >= 500 && answer.statusCode() != 503) {
                        faults.add(answer + answer.body());
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            faults.add(e.toString());
        }
    }

    private void assertMissingGrantIsTold() {
        await().forever().until(() -> api.get(BACKFILL + "status/").statusCode() == 503);
        assertTrue(
                installation.service().output().stream().anyMatch(line -> line.contains("jwt_auth_jwtsettings")),
                () -> String.join("\n", installation.service().output()));
    }

    /**
     * Nobody has chosen whether the token, which is from before, is to be accepted. Label Studio writes its default down, which is
     * not the same in all versions, when it is asked with a token first; what it has written holds in later versions, too.
     */
    private void assertTokenOpensWhatItOpensInLabelStudio() throws IOException, InterruptedException {
        await().forever().until(() -> api.get(BACKFILL + "status/").statusCode() == 401);
        assertEquals(
                200, installation.labelStudioApi(token).get("/api/projects/").statusCode());
    }

    /** Has everybody answer more tasks, and looks at all that there are by now after so many rounds. */
    private void assertScores(int rounds) throws Exception {
        LabelConfigControl control = LabelConfigControl.in(CONFIG, "Choices").orElseThrow();
        List<Client> people = List.of(installation.owner, installation.first, installation.second);
        for (List<String> answers : ANSWERS.keySet()) {
            List<Integer> tasks = installation.importTasks(project, List.of(Map.of("text", "x")));
            for (int i = 0; i < answers.size(); i++) {
                Map<String, Object> item =
                        ControlSample.ALL.get(0).item(control, "{'choices': ['" + answers.get(i) + "']}");
                people.get(i)
                        .post(
                                "/api/tasks/" + tasks.get(tasks.size() - 1) + "/annotations/",
                                Map.of("result", List.of(item)));
            }
        }
        assertEquals(
                "COMPLETED", installation.backfill(api, project).get("status").asText());
        assertEquals(
                IntStream.range(0, rounds)
                        .boxed()
                        .flatMap(round -> ANSWERS.values().stream())
                        .toList(),
                installation.database.sql().column("""
                        SELECT round(pairwise::numeric, 4)::text FROM agreement.task_agreement
                         WHERE project_id = ? ORDER BY task_id
                        """, project));
    }
}
