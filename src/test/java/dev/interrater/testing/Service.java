package dev.interrater.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as a process of its own. */
public final class Service implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile(
            "Listening on: http://[^:]+:(\\d+)\\. Management interface listening on http://[^:]+:(\\d+)");

    private final Process process;
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private int port;
    private int managementPort;

    private Service(Process process) {
        this.process = process;
    }

    /** Starts it on a free port, without waiting. Nothing of this process's environment reaches it. */
    public static Service launch(Map<String, String> environment, String... options) {
        return start(environment, List.of(options), List.of());
    }

    /** Starts a command of it likewise. */
    public static Service command(Map<String, String> environment, String... arguments) {
        return start(environment, List.of(), List.of(arguments));
    }

    private static Service start(Map<String, String> environment, List<String> options, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("-Dquarkus.http.port=0", "-Dquarkus.management.port=0"));
        all.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(Artifact.command(all, arguments)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS") || name.startsWith("INTERRATER"));
        builder.environment().putAll(environment);
        if (!migrates() && arguments.isEmpty()) {
            TestDatabase.migrate(environment);
        }
        try {
            return new Service(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves, or ends. */
    public Service awaitStart() {
        try {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port = Integer.parseInt(listening.group(1));
                    managementPort = Integer.parseInt(listening.group(2));
                    Thread rest = new Thread(() -> readRest(reader), "output");
                    rest.setDaemon(true);
                    rest.start();
                    return this;
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pipe that nobody reads would stop it some day. */
    private void readRest(BufferedReader reader) {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    /** Whether what was built has the demo: packages for production do not. */
    public static boolean hasDemo() {
        return Artifact.hasDemo();
    }

    /** Whether what was built brings the schema up to date: native executables do not. */
    public static boolean migrates() {
        return Artifact.migrates();
    }

    /** Whether what was built is a native executable. */
    public static boolean isNative() {
        return Artifact.isNative();
    }

    /** The directory of the manifests that were written with what was packaged. */
    public static Path manifests() {
        return Artifact.manifests();
    }

    /** Whether it has come to serve. */
    public boolean listens() {
        return port != 0;
    }

    /** The ID of its process. */
    public long pid() {
        return process.pid();
    }

    /** The port it listens on, once it has started. */
    public int port() {
        return port;
    }

    /** What it has printed so far. It may go on printing: that does not change what is given here. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and says how it was. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** GETs a path with a legacy token, or none when that is null. */
    public HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return getAs(path, token == null ? null : "Token " + token);
    }

    /** GETs a path with this header {@code Authorization}, or none when that is null. */
    public HttpResponse<String> getAs(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** GETs a path of the management port. */
    public HttpResponse<String> manage(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends it a signal, such as KILL, STOP or CONT. */
    public void signal(String name) {
        kill(name, process.pid());
    }

    /** Sends any process a signal. */
    public static void kill(String signal, long process) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it run for some time; ends early if it ends. */
    public void run(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
