package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.Browser;
import dev.interrater.testing.Client;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged service beside a real Label Studio: of the version that the property names, or of each that is supported. */
@EnabledIfSystemProperty(named = "label-studio", matches = ".*")
@ParameterizedClass(name = "Label Studio {0}")
@MethodSource("versions")
class LabelStudioIT {
    private static final String STATUS = "/api/dimensions/backfill/status/";
    private static final String CHOICES =
            "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'><Choice value='Good'/>"
                    + "<Choice value='Bad'/></Choices></View>";

    /** What is not looked at in the Data Manager. */
    private static final List<String> HIDDEN = Stream.of(
                    "inner_id",
                    "completed_at",
                    "state",
                    "cancelled_annotations",
                    "annotations_results",
                    "annotations_ids",
                    "predictions_results",
                    "predictions_model_versions",
                    "file_upload",
                    "storage_filename",
                    "created_at",
                    "updated_at",
                    "updated_by",
                    "avg_lead_time",
                    "draft_exists")
            .map(column -> "tasks:" + column)
            .toList();

    /** Pairs of the model, the ground truth and three people, of whom the last alone answers in another way. */
    private static final String EXPECTED = "[1.0, 1.0, 1.0, %1$s, 1.0, 1.0, %1$s, 1.0, %1$s, %1$s]";

    private static Installation installation;

    private final String version;

    LabelStudioIT(String version) {
        this.version = version;
    }

    static List<String> versions() {
        return PythonEnvironment.asked();
    }

    @BeforeParameterizedClassInvocation
    static void install(String version) throws IOException, InterruptedException {
        installation = new Installation(version);
        installation.acceptLegacyTokens(true);
    }

    @AfterParameterizedClassInvocation
    static void remove() throws IOException {
        if (installation != null) {
            installation.close();
            installation = null;
        }
    }

    private static Client api() throws IOException, InterruptedException {
        return installation.api(Installation.legacyToken(installation.owner));
    }

    @Test
    void every_control_is_read_as_its_editor_writes_it() throws Exception {
        JsonNode templates = installation.owner.json("/api/templates").get("templates");
        List<String> wrong = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (ControlSample sample : ControlSample.ALL) {
            Optional<LabelConfigControl> template = Optional.empty();
            for (int i = 0; template.isEmpty() && i < templates.size(); i++) {
                template = LabelConfigControl.in(templates.get(i).get("config").asText(), sample.tag());
            }
            LabelConfigControl control = template.orElseGet(
                    () -> LabelConfigControl.in(sample.config(), sample.tag()).orElseThrow());
            if (template.isEmpty()
                    && installation
                                    .owner
                                    .send("POST", "/api/projects/validate/", Map.of("label_config", control.config()))
                                    .statusCode()
                            == 400) {
                unknown.add(sample.tag());
                continue;
            }
            String scores = scores(sample, control);
            String expected = EXPECTED.formatted(sample.score());
            if (!scores.equals(expected)) {
                wrong.add(sample.tag() + " in " + control.name() + ": " + scores + " and not " + expected);
            }
        }
        System.out.println("Label Studio " + version + ": " + (ControlSample.ALL.size() - unknown.size())
                + " controls compared; it has no " + unknown);
        assertEquals(List.of(), wrong);
    }

    /** The scores that are kept when a model and two people, one of whom is right, answer alike and the third does not. */
    private static String scores(ControlSample sample, LabelConfigControl control) throws Exception {
        int project = installation.project("Sample " + sample.tag(), control.config());
        List<Integer> tasks =
                installation.importTasks(project, List.of(control.task(), control.task(), control.task()));
        Map<String, Object> answer = sample.item(control, sample.answer());
        annotate(installation.owner, tasks.get(0), answer, Map.of("ground_truth", true));
        annotate(installation.first, tasks.get(0), answer, Map.of("lead_time", 1.5));
        annotate(installation.second, tasks.get(0), sample.item(control, sample.other()), Map.of());
        // A skipped task, of which one answer is left.
        annotate(installation.owner, tasks.get(1), answer, Map.of());
        annotate(installation.first, tasks.get(1), answer, Map.of("was_cancelled", true));
        installation.owner.post(
                "/api/predictions/",
                Map.of("task", tasks.get(0), "result", List.of(answer), "score", 0.5, "model_version", "v1"));

        JsonNode job = installation.backfill(api(), project);
        if (!job.get("status").asText().equals("COMPLETED")
                || job.at("/progress_data/errors").asInt() > 0
                || job.at("/progress_data/tasks_total").asInt() != 3
                || job.at("/progress_data/tasks_skipped").asInt() != 2) {
            return job.toString();
        }
        return installation.database.sql().<String>column("""
                        SELECT array_to_json(scores)::text FROM agreement.agreement_matrix
                          JOIN agreement.dimension ON dimension.id = dimension_id
                         WHERE project_id = ? AND name = ? AND task_id = ?
                        """, project, control.name(), tasks.get(0)).stream()
                .map(LabelStudioIT::decimals)
                .toList()
                .toString()
                .replaceAll("^\\[(.*)]$", "$1");
    }

    /** As Java writes them: PostgreSQL leaves out the fraction of whole numbers. */
    private static String decimals(String array) {
        return Stream.of(array.replaceAll("[\\[\\] ]", "").split(","))
                .map(Double::valueOf)
                .toList()
                .toString();
    }

    private static void annotate(Client user, int task, Map<String, Object> item, Map<String, Object> more)
            throws IOException, InterruptedException {
        Map<String, Object> annotation = new java.util.HashMap<>(more);
        annotation.put("result", List.of(item));
        user.post("/api/tasks/" + task + "/annotations/", annotation);
    }

    @Test
    void a_token_opens_what_it_opens_in_label_studio_and_no_more() throws Exception {
        Client user = installation.invite("token@example.org");
        String legacy = Installation.legacyToken(user);
        // A member without a role: known, and refused.
        awaitBoth(legacy, 403, 200);
        if (installation.hasJwtSettings()) {
            installation.acceptLegacyTokens(false);
            try {
                awaitBoth(legacy, 401, 401);
            } finally {
                installation.acceptLegacyTokens(true);
            }
            awaitBoth(legacy, 403, 200);
            JsonNode personal = user.post("/api/token/", Map.of());
            JsonNode access = user.post(
                    "/api/token/refresh/",
                    Map.of("refresh", personal.get("token").asText()));
            awaitBoth("Bearer " + access.get("access").asText(), 403, 200);
            awaitBoth("Bearer " + personal.get("token").asText(), 401, 401);
        }
        user.post("/api/current-user/reset-token/", Map.of());
        awaitBoth(legacy, 401, 401);
        awaitBoth(Installation.legacyToken(user), 403, 200);
        awaitBoth("Token 0000", 401, 401);
    }

    /** Waits until both answer so: a caller is remembered for a few seconds. */
    private static void awaitBoth(String authorization, int ours, int theirs) {
        await().forever()
                .untilAsserted(() -> assertEquals(
                        ours + " " + theirs,
                        installation.api(authorization).get(STATUS).statusCode()
                                + " "
                                + installation
                                        .labelStudioApi(authorization)
                                        .get("/api/projects/")
                                        .statusCode()));
    }

    @Test
    void label_studios_sdk_reaches_both_at_one_address() throws Exception {
        int[] ids = {
            installation.owner.json("/api/current-user/whoami").get("id").asInt()
        };
        String legacy = Installation.legacyToken(installation.owner).substring("Token ".length());
        List<String[]> credentials =
                new ArrayList<>(List.of(new String[] {legacy, "authorization"}, new String[] {legacy, "x-api-key"}));
        if (installation.hasJwtSettings()) {
            credentials.add(new String[] {installation.personalToken, "authorization"});
        }
        Path log = Path.of("target", "label-studio", "sdk.log");
        // Its SDK has these methods since the newest of the versions.
        PythonEnvironment newest = PythonEnvironment.of(Collections.max(PythonEnvironment.versions()));
        try (Proxy proxy = Proxy.start(
                installation.service().port(), installation.labelStudio().url())) {
            for (String[] credential : credentials) {
                for (String kind : List.of("sync", "async")) {
                    int project = labelled("By SDK", ids, 1);
                    String[] arguments = {
                        "src/test/label-studio/sdk.py",
                        proxy.url(),
                        credential[0],
                        String.valueOf(project),
                        kind,
                        credential[1]
                    };
                    assertTrue(newest.run(log, arguments), () -> kind + " " + credential[1] + ": " + read(log));
                }
            }
        }
    }

    @Test
    void whoever_is_signed_in_to_label_studio_is_signed_in_to_the_page_at_the_same_address_until_they_sign_out()
            throws Exception {
        assumeTrue(Browser.isInstalled(), "there is no Chromium with its driver");
        Client user = installation.invite("session@example.org");
        int project = labelled(
                "Open to sessions",
                new int[] {
                    installation
                            .owner
                            .json("/api/current-user/whoami")
                            .get("id")
                            .asInt(),
                    user.json("/api/current-user/whoami").get("id").asInt()
                },
                2);
        installation.backfill(api(), project);
        try (Proxy proxy = Proxy.start(
                        installation.service().port(),
                        installation.labelStudio().url());
                Browser browser = Browser.start(proxy.url())) {
            browser.open("/agreement/projects/" + project + "/members");
            assertEquals(List.of("Sign in"), browser.texts("h1"));

            browser.script("document.cookie = 'sessionid=' + arguments[0] + '; path=/'", user.cookie("sessionid"));
            browser.reload();
            assertEquals(List.of("Open to sessions"), browser.texts("h1"));
            assertEquals(List.of("session@example.org"), browser.texts(".who"));
            // The two, and the ground truth.
            assertEquals(9, browser.texts(".heatmap tbody td").size());

            // Label Studio keeps no sessions: signing out takes the cookie away.
            browser.script("document.cookie = 'sessionid=; path=/; max-age=0'");
            browser.reload();
            assertEquals(List.of("Sign in"), browser.texts("h1"));
            browser.assertQuiet("401");
        }
    }

    @Test
    void the_consensus_is_imported_as_it_is_exported() throws Exception {
        String config =
                "<View><Image name='img' value='$img'/><RectangleLabels name='box' toName='img'><Label value='Car'/>"
                        + "</RectangleLabels><Choices name='mood' toName='img'><Choice value='Good'/><Choice value='Bad'/></Choices></View>";
        int project = installation.project("Exported", config);
        int task = installation
                .importTasks(project, List.of(Map.of("img", "/static/icons/logo.svg")))
                .get(0);
        int x = 0;
        for (Client user : List.of(installation.owner, installation.first, installation.second)) {
            String box =
                    "{'x': " + x + ", 'y': 0, 'width': 10, 'height': 10, 'rotation': 0, 'rectanglelabels': ['LABEL']}";
            user.post(
                    "/api/tasks/" + task + "/annotations/",
                    Map.of(
                            "result",
                            List.of(
                                    item(config, "RectangleLabels", box),
                                    item(config, "Choices", "{'choices': ['LABEL']}"))));
            x += 2;
        }
        Client api = api();
        installation.backfill(api, project);
        String path = "/api/projects/" + project + "/agreement/consensus?format=label-studio";
        await().forever().until(() -> api.get(path).statusCode() == 200);

        for (String as : List.of("predictions", "annotations")) {
            JsonNode exported = api.json(path + "&as=" + as);
            assertEquals(2, exported.at("/0/" + as + "/0/result/0/value/x").asInt(), exported::toString);
            int other = installation.project("Imported as " + as, config);
            installation.owner.post("/api/projects/" + other + "/import", exported);
            JsonNode imported = installation.owner.json("/api/tasks/"
                    + installation.database.sql().<Integer>value("SELECT id FROM task WHERE project_id = ?", other)
                    + "/");
            assertEquals(exported.at("/0/data"), imported.get("data"));
            JsonNode read = imported.at("/" + as + "/0");
            exported.at("/0/" + as + "/0")
                    .properties()
                    .forEach(field ->
                            assertEquals(field.getValue(), read.path(field.getKey()), as + " " + field.getKey()));
        }
    }

    private static Map<String, Object> item(String config, String tag, String value) {
        ControlSample sample = ControlSample.ALL.stream()
                .filter(any -> any.tag().equals(tag))
                .findFirst()
                .orElseThrow();
        return sample.item(LabelConfigControl.in(config, tag).orElseThrow(), value);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void after_a_backfill_agreement_follows_what_is_saved() throws Exception {
        int project = installation.project("Followed", CHOICES);
        int task = installation
                .importTasks(project, List.of(Map.of("text", "x"), Map.of("text", "y")))
                .get(0);
        annotate(installation.owner, task, chosen("Good"), Map.of());
        annotate(installation.first, task, chosen("Good"), Map.of());
        installation.backfill(api(), project);
        List<Double> behind = new ArrayList<>();

        String third = "/api/annotations/"
                + installation
                        .second
                        .post("/api/tasks/" + task + "/annotations/", Map.of("result", List.of(chosen("Bad"))))
                        .get("id")
                        .asInt()
                + "/";
        awaitAgreement(project, 1.0 / 3, behind);
        assertSaved(installation.second.send("PATCH", third, Map.of("result", List.of(chosen("Good")))));
        awaitAgreement(project, 1, behind);
        assertSaved(installation.second.send("PATCH", third, Map.of("result", List.of(chosen("Bad")))));
        awaitAgreement(project, 1.0 / 3, behind);
        assertSaved(installation.second.send("PATCH", third, Map.of("was_cancelled", true)));
        awaitAgreement(project, 1, behind);
        assertSaved(installation.second.send("PATCH", third, Map.of("was_cancelled", false)));
        awaitAgreement(project, 1.0 / 3, behind);
        assertSaved(installation.second.send("DELETE", third, null));
        awaitAgreement(project, 1, behind);
        installation.owner.post(
                "/api/predictions/",
                Map.of("task", task, "result", List.of(chosen("Bad")), "score", 0.5, "model_version", "v1"));
        await().forever().until(() -> installation.database.sql().<Long>value("""
                        SELECT count(*) FROM agreement.task_agreement
                         WHERE task_id = ? AND participants[1] < 0
                        """, task) == 1);
        assertSaved(installation.owner.send(
                "PATCH", "/api/projects/" + project + "/", Map.of("label_config", CHOICES.replace("Bad", "Poor"))));
        System.out.println("Label Studio " + version + ": followed after " + behind + " s");
        JsonNode freshness = api().json("/api/projects/" + project + "/agreement/freshness");
        assertTrue(freshness.get("live").asBoolean(), freshness::toString);
    }

    @Test
    void tasks_are_sorted_by_agreement_in_the_data_manager_and_nothing_of_it_stays() throws Exception {
        int project = installation.project("Sorted", CHOICES);
        List<Integer> tasks = installation.importTasks(
                project,
                List.of(
                        Map.of("text", "The soup came hot, and with bread."),
                        Map.of("text", "Nobody has ever waited that long for a soup."),
                        Map.of("text", "The soup came.")));
        annotate(installation.owner, tasks.get(0), chosen("Good"), Map.of());
        annotate(installation.first, tasks.get(0), chosen("Good"), Map.of());
        annotate(installation.owner, tasks.get(1), chosen("Good"), Map.of());
        String other = "/api/annotations/"
                + installation
                        .first
                        .post("/api/tasks/" + tasks.get(1) + "/annotations/", Map.of("result", List.of(chosen("Bad"))))
                        .get("id")
                        .asInt()
                + "/";
        for (Client user : List.of(installation.owner, installation.first)) {
            annotate(user, tasks.get(2), chosen("Good"), Map.of());
        }
        annotate(installation.second, tasks.get(2), chosen("Bad"), Map.of());
        installation.owner.post(
                "/api/predictions/",
                Map.of("task", tasks.get(0), "result", List.of(chosen("Bad")), "score", 0.5, "model_version", "v1"));
        Client api = api();
        installation.backfill(api, project);
        JsonNode before = installation.owner.json("/api/projects/" + project + "/");

        String path = "/api/projects/" + project + "/agreement/data-manager";
        JsonNode said = api.json(path);
        assertEquals("off 3 1 4", said(said), said::toString);
        assertEquals(200, api.send("PUT", path, null).statusCode());
        await().forever().until(() -> api.json(path).get("up_to_date").asBoolean());
        assertEquals("on 3 4 4", said(api.json(path)));
        assertSaved(installation.owner.send(
                "PATCH", "/api/projects/" + project + "/", Map.of("model_version", "agreement")));
        assertEquals("agreement", api.json(path).get("score_column").asText());
        int view = installation
                .owner
                .post(
                        "/api/dm/views/",
                        Map.of(
                                "project",
                                project,
                                "data",
                                Map.of(
                                        "title",
                                        "By agreement",
                                        "ordering",
                                        List.of("tasks:predictions_score"),
                                        "hiddenColumns",
                                        Map.of("explore", HIDDEN, "labeling", HIDDEN))))
                .get("id")
                .asInt();
        assertEquals(
                tasks.get(1) + " 0.0, " + tasks.get(2) + " 0.333, " + tasks.get(0) + " 1.0", sorted(project, view));

        if (System.getProperty("pictures") != null) {
            picture("/projects/" + project + "/data?tab=" + view);
        }
        assertSaved(installation.first.send("PATCH", other, Map.of("result", List.of(chosen("Good")))));
        await().forever().until(() -> sorted(project, view).startsWith(tasks.get(2) + " 0.333, "));
        // Only the model that is one is a participant.
        assertEquals(
                1L,
                installation
                        .database
                        .sql()
                        .<Long>value("SELECT count(*) FROM agreement.model_version WHERE project_id = ?", project));

        assertEquals(200, api.send("DELETE", path, null).statusCode());
        await().forever().until(() -> api.json(path).get("state").asText().equals("off"));
        assertEquals("off 3 1 4", said(api.json(path)));
        assertEquals(
                "{\"v1\":1}",
                installation
                        .owner
                        .json("/api/projects/" + project + "/model-versions/")
                        .toString());
        assertEquals(
                List.of(1, 0, 0),
                installation
                        .database
                        .sql()
                        .<Integer>column(
                                "SELECT total_predictions FROM task WHERE project_id = ? ORDER BY id", project));
        JsonNode after = installation.owner.json("/api/projects/" + project + "/");
        assertTrue(after.get("model_version").isNull(), after::toString);
        ((com.fasterxml.jackson.databind.node.ObjectNode) after).set("model_version", before.get("model_version"));
        assertEquals(before, after);
    }

    /** With {@code -Dpictures=docs/images}, where the documents have it from. */
    private static void picture(String path) throws Exception {
        try (Proxy proxy = Proxy.start(
                        installation.service().port(),
                        installation.labelStudio().url());
                Browser browser = Browser.start(proxy.url())) {
            browser.open("/agreement/");
            browser.script(
                    "document.cookie = 'sessionid=' + arguments[0] + '; path=/'; location.href = arguments[1]",
                    installation.owner.cookie("sessionid"),
                    path);
            browser.until(
                    "document.body.innerText.includes('By agreement') && document.body.innerText.includes('bread')");
            browser.look(1280, false);
            Files.write(Path.of(System.getProperty("pictures"), "data-manager.webp"), browser.picture());
        }
    }

    private static String said(JsonNode state) {
        return state.get("state").asText() + " " + state.get("tasks") + " " + state.get("total_predictions") + " "
                + state.get("total_predictions_then");
    }

    /** The tasks as the Data Manager lists them, with their scores. */
    private static String sorted(int project, int view) throws Exception {
        List<String> listed = new ArrayList<>();
        for (JsonNode task : installation
                .owner
                .json("/api/tasks?project=" + project + "&view=" + view)
                .get("tasks")) {
            listed.add(task.get("id") + " "
                    + Math.round(task.get("predictions_score").asDouble() * 1000) / 1000.0);
        }
        return String.join(", ", listed);
    }

    private static Map<String, Object> chosen(String choice) {
        return Map.of(
                "id", "r1",
                "from_name", "mood",
                "to_name", "text",
                "type", "choices",
                "value", Map.of("choices", List.of(choice)));
    }

    private static void assertSaved(HttpResponse<String> answer) {
        assertTrue(answer.statusCode() < 300, answer::body);
    }

    /** Waits until the project's mean agreement is this, and notes how long that took. */
    private static void awaitAgreement(int project, double agreement, List<Double> behind) throws Exception {
        long began = System.nanoTime();
        await().forever().pollInterval(Duration.ofMillis(100)).until(() -> {
            JsonNode mean = api().json("/api/agreement/projects?ids=" + project).at("/0/agreement");
            return Math.abs(mean.asDouble(-1) - agreement) < 1e-4;
        });
        behind.add(Math.round((System.nanoTime() - began) / 1e8) / 10.0);
    }

    @Test
    void label_studio_deletes_tasks_projects_and_users_while_they_are_compared() throws Exception {
        Client leaver = installation.invite("leaver@example.org");
        int leaverId = leaver.json("/api/current-user/whoami").get("id").asInt();
        int[] ids = {
            installation.owner.json("/api/current-user/whoami").get("id").asInt(), leaverId
        };
        int kept = labelled("Kept", ids, 400);
        int deleted = labelled("Deleted", ids, 400);
        Client api = api();
        api.post("/api/dimensions/backfill/", Map.of("all_projects", true));
        await().forever()
                .until(() -> Installation.status(api, deleted)
                                .at("/progress_data/tasks_processed")
                                .asInt()
                        > 0);

        List<Integer> tasks = installation
                .database
                .sql()
                .column("SELECT id FROM task WHERE project_id = ? ORDER BY id DESC LIMIT 20", kept);
        for (int task : tasks) {
            assertDeleted("/api/tasks/" + task + "/");
        }
        assertDeleted("/api/projects/" + deleted + "/");
        assertDeleted("/api/users/" + leaverId + "/");

        assertEquals("COMPLETED", Installation.awaitEnd(api, kept).get("status").asText());
        await().forever().until(() -> api.get(STATUS + "?project_id=" + deleted).statusCode() == 404);
        await().forever().until(() -> inFlight(api).isEmpty());
        assertEquals(0L, installation.database.sql().<Long>value("""
                        SELECT count(*) FROM agreement.agreement_matrix JOIN agreement.dimension ON dimension.id = dimension_id
                         WHERE project_id = %d AND pairwise <> 1
                        """.formatted(kept)));
        assertFalse(
                installation.service().output().stream().anyMatch(line -> line.contains(" ERROR ")),
                () -> String.join("\n", installation.service().output()));
    }

    private static List<String> inFlight(Client api) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (JsonNode job : api.json("/api/dimensions/backfill/jobs/?page_size=500")) {
            if (!job.get("status").asText().matches("COMPLETED|FAILED")) {
                found.add(job.toString());
            }
        }
        return found;
    }

    private static void assertDeleted(String path) throws IOException, InterruptedException {
        var response = installation.owner.send("DELETE", path, null);
        assertTrue(response.statusCode() / 100 == 2, () -> path + ": " + response.statusCode() + response.body());
    }

    /** A project with tasks on which all of these users agree. */
    private static int labelled(String title, int[] users, int tasks) throws IOException, InterruptedException {
        int project = installation.project(title, CHOICES);
        LabelConfigControl control = LabelConfigControl.in(CHOICES, "Choices").orElseThrow();
        Function<Integer, Map<String, Object>> annotation = user -> Map.of(
                "completed_by",
                user,
                "result",
                List.of(ControlSample.ALL.get(0).item(control, "{'choices': ['Good']}")));
        List<Map<String, Object>> annotations =
                java.util.Arrays.stream(users).boxed().map(annotation).toList();
        installation.importTasks(
                project, Collections.nCopies(tasks, Map.of("data", Map.of("text", "x"), "annotations", annotations)));
        return project;
    }
}
