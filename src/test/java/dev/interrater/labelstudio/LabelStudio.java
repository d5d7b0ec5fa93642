package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Client;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A Label Studio of some version as a process of its own, on a free port of the loopback interface. */
final class LabelStudio implements AutoCloseable {
    /** What it signs access tokens with. */
    static final String SECRET_KEY = "a secret of at least thirty-two bytes";

    private final Process process;
    private final String url;

    private LabelStudio(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it with its own migrations, and waits until it serves. */
    static LabelStudio start(PythonEnvironment environment, LabelStudioDatabase database)
            throws IOException, InterruptedException {
        return start(environment, database, Map.of());
    }

    /** Starts it likewise with more variables. */
    static LabelStudio start(PythonEnvironment environment, LabelStudioDatabase database, Map<String, String> variables)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        return start(environment, database, variables, port);
    }

    /** Another version takes the place of this one, at the same address. */
    LabelStudio upgraded(PythonEnvironment environment, LabelStudioDatabase database)
            throws IOException, InterruptedException {
        close();
        return start(environment, database, Map.of(), URI.create(url).getPort());
    }

    private static LabelStudio start(
            PythonEnvironment environment, LabelStudioDatabase database, Map<String, String> variables, int port)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("label-studio");
        ProcessBuilder builder = new ProcessBuilder(
                environment.program("label-studio"),
                "start",
                "--no-browser",
                "--internal-host",
                "127.0.0.1",
                "--port",
                String.valueOf(port));
        builder.environment().putAll(database.environment());
        builder.environment()
                .putAll(Map.of(
                        "SECRET_KEY", SECRET_KEY,
                        "LABEL_STUDIO_BASE_DATA_DIR", data.toString(),
                        // It is to talk to nobody else: neither about itself nor about newer versions.
                        "COLLECT_ANALYTICS", "false",
                        "LATEST_VERSION_CHECK", "false",
                        // Webhooks go to this machine.
                        "SSRF_PROTECTION_ENABLED", "false",
                        "SENTRY_DSN", "",
                        "FRONTEND_SENTRY_DSN", "",
                        "HTTP_PROXY", "http://127.0.0.1:1",
                        "HTTPS_PROXY", "http://127.0.0.1:1",
                        "NO_PROXY", "127.0.0.1,localhost"));
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("http_proxy|https_proxy|no_proxy|ALL_PROXY|PYTHONDONTWRITEBYTECODE"));
        builder.environment().putAll(SteppedClock.environment());
        builder.environment().putAll(variables);
        Path log = data.resolve("label-studio.log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        LabelStudio labelStudio = new LabelStudio(process, "http://127.0.0.1:" + port);
        await().forever()
                .pollInterval(Duration.ofMillis(500))
                .ignoreException(java.net.ConnectException.class)
                .until(() -> !process.isAlive() || labelStudio.isHealthy());
        if (!process.isAlive()) {
            throw new IllegalStateException("Label Studio has ended: " + Files.readString(log));
        }
        return labelStudio;
    }

    private boolean isHealthy() throws IOException, InterruptedException {
        return new Client(url).get("/health").statusCode() == 200;
    }

    String url() {
        return url;
    }

    /** A user who signs up with a browser: the first becomes the owner, others need the owner's invitation. */
    Client signUp(String email, String invitation) throws IOException, InterruptedException {
        Client session = new Client(url);
        String path = "/user/signup/" + (invitation == null ? "" : "?token=" + invitation);
        session.get(path);
        session.postForm(
                path,
                Map.of(
                        "email",
                        email,
                        "password",
                        "correct horse",
                        "csrfmiddlewaretoken",
                        session.cookie("csrftoken")));
        return session;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
