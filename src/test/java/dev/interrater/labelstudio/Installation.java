package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.testing.Client;
import dev.interrater.testing.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Label Studio with three people in it, and the packaged service beside it, installed as the guide says. */
final class Installation implements AutoCloseable {
    static final String WEBHOOK_SECRET = "only Label Studio knows it";

    final LabelStudioDatabase database = new LabelStudioDatabase();
    final Client owner;
    final Client first;
    final Client second;
    private LabelStudio labelStudio;
    private final Service service;
    private final String[] options;

    /** The only token of the owner of the newer kind, where there is one; else a legacy one. With it the service writes to the Data Manager. */
    final String personalToken;

    Installation(String version) throws IOException, InterruptedException {
        this(version, Map.of());
    }

    /** Label Studio has these variables, too; options are those of the service's virtual machine. */
    Installation(String version, Map<String, String> variables, String... options)
            throws IOException, InterruptedException {
        this.options = options;
        PythonEnvironment environment = PythonEnvironment.of(version);
        labelStudio = LabelStudio.start(environment, database, variables);
        owner = labelStudio.signUp("owner@example.org", null);
        first = invite("first@example.org");
        second = invite("second@example.org");
        if (hasJwtSettings()) {
            database.install();
        } else {
            database.installBeforeJwtSettings();
        }
        acceptLegacyTokens(true);
        personalToken = personalToken();
        service = launch();
    }

    /** A new member, who follows the owner's invitation. */
    Client invite(String email) throws IOException, InterruptedException {
        String link = owner.json("/api/invite").get("invite_url").asText();
        return labelStudio.signUp(email, link.substring(link.indexOf("token=") + "token=".length()));
    }

    /** Another version of Label Studio takes the place of this one, on the same database; the service goes on. */
    void upgrade(String version) throws IOException, InterruptedException {
        labelStudio = labelStudio.upgraded(PythonEnvironment.of(version), database);
    }

    boolean hasJwtSettings() {
        return database.sql().value("SELECT to_regclass('public.jwt_auth_jwtsettings')::text") != null;
    }

    /** Lets the organization accept legacy tokens or not, where Label Studio knows the choice. */
    void acceptLegacyTokens(boolean accept) throws IOException, InterruptedException {
        if (hasJwtSettings()) {
            owner.post("/api/jwt/settings", Map.of("api_tokens_enabled", true, "legacy_api_tokens_enabled", accept));
        }
    }

    private String personalToken() throws IOException, InterruptedException {
        return hasJwtSettings()
                ? owner.post("/api/token/", Map.of()).get("token").asText()
                : legacyToken(owner).substring("Token ".length());
    }

    /** One more instance of the service. */
    Service launch() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + database.port() + "/" + LabelStudioDatabase.NAME,
                "QUARKUS_DATASOURCE_USERNAME",
                "interrater",
                "QUARKUS_DATASOURCE_PASSWORD",
                "secret",
                "INTERRATER_AUTH_SECRET_KEY",
                LabelStudio.SECRET_KEY,
                "INTERRATER_LABEL_STUDIO_URL",
                labelStudio.url(),
                "INTERRATER_LABEL_STUDIO_TOKENS_1",
                personalToken,
                "INTERRATER_LIVE_WEBHOOK_SECRET",
                WEBHOOK_SECRET,
                // Label Studio may keep the machine busy; that requests end in time is tried elsewhere.
                "INTERRATER_DATABASE_PATIENCE",
                "30S",
                // So that a backfill is long enough for something to happen in it.
                "INTERRATER_WORKER_PAGE_TASKS",
                "5"));
        return Service.launch(environment, options).awaitStart();
    }

    Service service() {
        return service;
    }

    LabelStudio labelStudio() {
        return labelStudio;
    }

    /** A client of the service with what a user of Label Studio would send. */
    Client api(String authorization) {
        return new Client("http://localhost:" + service.port(), authorization);
    }

    /** A client of Label Studio's API likewise. */
    Client labelStudioApi(String authorization) {
        return new Client(labelStudio.url(), authorization);
    }

    /** The legacy token that Label Studio shows a user. */
    static String legacyToken(Client user) throws IOException, InterruptedException {
        return "Token " + user.json("/api/current-user/token").get("token").asText();
    }

    /** A new project of the owner, and its ID. */
    int project(String title, String config) throws IOException, InterruptedException {
        return owner.post("/api/projects/", Map.of("title", title, "label_config", config))
                .get("id")
                .asInt();
    }

    /** Imports tasks, and says which IDs they have got. */
    List<Integer> importTasks(int project, List<?> tasks) throws IOException, InterruptedException {
        owner.post("/api/projects/" + project + "/import", tasks);
        return database.sql().column("SELECT id FROM task WHERE project_id = ? ORDER BY id", project);
    }

    /** Triggers the backfill of a project and waits for its end. */
    JsonNode backfill(Client api, int project) throws IOException, InterruptedException {
        api.post("/api/dimensions/backfill/", Map.of("project_id", project));
        return awaitEnd(api, project);
    }

    /** Waits for the end of a project's backfill. */
    static JsonNode awaitEnd(Client api, int project) {
        return await().forever()
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> status(api, project),
                        job -> job.get("status").asText().matches("COMPLETED|FAILED"));
    }

    static JsonNode status(Client api, int project) throws IOException, InterruptedException {
        return api.json("/api/dimensions/backfill/status/?project_id=" + project);
    }

    @Override
    public void close() throws IOException {
        service.close();
        labelStudio.close();
        database.close();
    }
}
