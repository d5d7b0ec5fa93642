package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.interrater.testing.Client;
import dev.interrater.testing.Recount;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * People work in many projects of a real Label Studio for minutes, through its API as its editor does, while two workers follow them and one
 * of these is killed again and again; then what is kept is what one backfill computes. How far behind the figures are is seen through the
 * service's own API, in projects with a task whose answer changes all the time.
 *
 * <p>{@code -Dlabel-studio=newest -Dseconds=600 -Dprojects=50 -Drate=20}, the last of these being changes a second. Label Studio runs as two
 * processes on one database, for one of them uses a single core. With {@code -Dwebhooks} it tells of events, too, of which one in three is
 * lost, and others come twice and in another order; with {@code -Dfaketime=} its clock is set back and ahead ({@link SteppedClock}).
 */
class LiveAttack {
    private static final int SECONDS = Integer.getInteger("seconds", 600);
    private static final int PROJECTS = Integer.getInteger("projects", 50);
    private static final boolean WEBHOOKS = System.getProperty("webhooks") != null;
    private static final int TASKS = 10;
    private static final int PEOPLE = 8;
    private static final int PROBES = 4;
    private static final long A_CHANGE_OF_EACH_NANOS = 1_000_000_000L * PEOPLE / Integer.getInteger("rate", 20);
    private static final long A_CLOCK_MILLIS = 25_000;
    private static final Map<String, String> KEEPS_CONNECTIONS = Map.of(
            "PYTHONPATH",
            Path.of("src", "test", "label-studio").toAbsolutePath().toString(),
            "DJANGO_SETTINGS_MODULE",
            "kept_connections");
    private static final String[] QUICK_TO_START = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};
    private static final String CONFIG = "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'>"
            + "<Choice value='Good'/><Choice value='Bad'/></Choices></View>";
    private static final String OTHER_CONFIG = CONFIG.replace("</Choices>", "<Choice value='Poor'/></Choices>");

    private static final String KEPT = """
            SELECT concat_ws(' ', task_id, participants, scores, pairwise, consensus, annotations, annotation_versions, fingerprint)
              FROM agreement.task_agreement
             UNION ALL
            SELECT concat_ws(' ', task_id, dimension_id, participants, scores, pairwise, consensus, answers, counted, labels,
                             label_counts, label_scores)
              FROM agreement.agreement_matrix
             ORDER BY 1
            """;

    private static final String A_TASK_AND_AN_ANNOTATION = """
            SELECT id, (SELECT id FROM task_completion WHERE task_id = task.id ORDER BY random() LIMIT 1)
              FROM task
             WHERE project_id = ?
             ORDER BY random()
             LIMIT 1
            """;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger changes = new AtomicInteger();
    private final Map<String, AtomicInteger> done = new TreeMap<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Double> behind = new ConcurrentLinkedQueue<>();
    private final List<Integer> projects = new ArrayList<>();
    /** The owner first, each once for every process of Label Studio. */
    private List<List<Client>> users;

    private Installation installation;
    private Sql sql;
    private Client api;

    @Test
    void nothing_is_missed_of_what_people_do_for_minutes() throws Exception {
        String version = PythonEnvironment.asked().get(0);
        try (Installation started = new Installation(version, KEEPS_CONNECTIONS, QUICK_TO_START);
                LabelStudio second =
                        LabelStudio.start(PythonEnvironment.of(version), started.database, KEEPS_CONNECTIONS)) {
            installation = started;
            installation.acceptLegacyTokens(true);
            List<Client> team = List.of(installation.owner, installation.first, installation.second);
            users = List.of(
                    team, team.stream().map(user -> user.at(second.url())).toList());
            sql = installation.database.sql();
            api = installation.api(Installation.legacyToken(installation.owner));
            for (int i = 0; i < PROJECTS; i++) {
                projects.add(labelled("Project " + i, TASKS));
            }
            List<Integer> probes = new ArrayList<>();
            for (int i = 0; i < PROBES; i++) {
                probes.add(labelled("Probe " + i, 1));
            }
            backfill();

            Thread[] people = IntStream.range(0, PEOPLE)
                    .mapToObj(i -> new Thread(() -> work(i), "person-" + i))
                    .toArray(Thread[]::new);
            Thread[] watching = probes.stream()
                    .map(project -> new Thread(() -> probe(project), "probe-" + project))
                    .toArray(Thread[]::new);
            AtomicInteger kills = new AtomicInteger();
            Thread killing = new Thread(() -> killAgainAndAgain(kills), "killing");
            HttpServer hook = WEBHOOKS ? unreliable() : null;
            Stream.of(people).forEach(Thread::start);
            Stream.of(watching).forEach(Thread::start);
            killing.start();
            Thread stepping = new Thread(this::stepAgainAndAgain, "stepping");
            stepping.start();
            TimeUnit.SECONDS.sleep(SECONDS);
            over.set(true);
            for (Thread thread : people) {
                thread.join();
            }
            for (Thread thread : watching) {
                thread.join();
            }
            killing.join();
            stepping.join();
            if (hook != null) {
                hook.stop(0);
            }
            report(kills.get());

            Object last = sql.value("SELECT clock_timestamp()");
            // Deleted tasks touch no date; the sweep that finds them is every hour.
            sql.run("UPDATE agreement.followed_project SET is_wanted = true, wishes = wishes + 1");
            await().forever().until(() -> sql.<Boolean>value("""
                    SELECT watch.looked_at > ?::timestamptz
                           AND NOT EXISTS (SELECT FROM agreement.followed_project
                                            WHERE is_changed OR is_wanted OR lease_until > now())
                      FROM agreement.change_watch AS watch
                    """, last));
            List<String> followed = sql.column(KEPT);
            for (int project : projects) {
                assertEquals(List.of(), Recount.differences(sql, project));
            }
            sql.run("UPDATE agreement.task_agreement SET annotations = '{}'");
            backfill();
            assertEquals(String.join("\n", sql.<String>column(KEPT)), String.join("\n", followed));
            assertTrue(kills.get() > 1, "it was hardly killed");
        }
    }

    private void report(int kills) {
        List<Double> sorted = behind.stream().sorted().toList();
        System.out.printf(
                "%d s, %d projects, webhooks %s, clock stepped %s: %.1f changes a second, %s; refused %d (%s); the other worker was killed %d times%n",
                SECONDS,
                PROJECTS,
                WEBHOOKS,
                SteppedClock.isAsked(),
                changes.get() / (double) SECONDS,
                done,
                refused.size(),
                refused.peek(),
                kills);
        System.out.printf(
                "behind by the API: %d changes, p50 %.1f s, p99 %.1f s, most %.1f s%n",
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1));
    }

    private int labelled(String title, int tasks) throws IOException, InterruptedException {
        int project = installation.project(title, CONFIG);
        for (int task : installation.importTasks(project, Collections.nCopies(tasks, Map.of("text", "x")))) {
            for (Client user : List.of(installation.owner, installation.first)) {
                user.post("/api/tasks/" + task + "/annotations/", Map.of("result", List.of(chosen("Good"))));
            }
        }
        return project;
    }

    private void backfill() {
        for (int project : sql.<Integer>column("SELECT id FROM project")) {
            await().forever()
                    .until(() -> api.send("POST", "/api/dimensions/backfill/", Map.of("project_id", project))
                                    .statusCode()
                            < 300);
        }
        await().forever()
                .until(() -> sql.<Long>value(
                                "SELECT count(*) FROM agreement.backfill_job WHERE newest AND status <> 'COMPLETED'")
                        == 0);
    }

    private static Map<String, Object> chosen(String choice) {
        return Map.of(
                "id", "r1",
                "from_name", "mood",
                "to_name", "text",
                "type", "choices",
                "value", Map.of("choices", List.of(choice)));
    }

    /** One change after the other, at a pace of its own: whoever is late hurries. */
    private void work(int person) {
        Random random = new Random(person);
        List<Client> team = users.get(person % users.size());
        try (Connection connection = sql.connect();
                PreparedStatement statement = connection.prepareStatement(A_TASK_AND_AN_ANNOTATION)) {
            long next = System.nanoTime();
            while (!over.get()) {
                try {
                    change(random, team, statement);
                } catch (IOException | InterruptedException | RuntimeException e) {
                    refused.add(e.toString());
                }
                next += A_CHANGE_OF_EACH_NANOS;
                pause(Math.max(0, (next - System.nanoTime()) / 1_000_000));
            }
        } catch (SQLException e) {
            refused.add(e.toString());
        }
    }

    private void change(Random random, List<Client> team, PreparedStatement anyTask)
            throws IOException, InterruptedException, SQLException {
        int project = projects.get(random.nextInt(projects.size()));
        int task;
        int annotation;
        anyTask.setInt(1, project);
        try (ResultSet row = anyTask.executeQuery()) {
            if (!row.next()) {
                return;
            }
            task = row.getInt(1);
            annotation = row.getInt(2);
        }
        Client owner = team.get(0);
        Client user = team.get(random.nextInt(team.size()));
        Map<String, Object> result = Map.of("result", List.of(chosen(random.nextBoolean() ? "Good" : "Bad")));
        String annotations = "/api/tasks/" + task + "/annotations/";
        String path = "/api/annotations/" + annotation + "/";
        int what = random.nextInt(100);
        if (annotation == 0 || what < 40) {
            note("create", user.send("POST", annotations, result));
        } else if (what < 55) {
            note("update", user.send("PATCH", path, result));
        } else if (what < 60) {
            note("skip", user.send("POST", annotations, Map.of("result", List.of(), "was_cancelled", true)));
        } else if (what < 63) {
            note("skip or take back", user.send("PATCH", path, Map.of("was_cancelled", random.nextBoolean())));
        } else if (what < 83) {
            note("delete", owner.send("DELETE", path, null));
        } else if (what < 86) {
            note("ground truth", user.send("PATCH", path, Map.of("ground_truth", random.nextBoolean())));
        } else if (what < 96) {
            note(
                    "prediction",
                    owner.send(
                            "POST",
                            "/api/predictions/",
                            Map.of(
                                    "task",
                                    task,
                                    "result",
                                    result.get("result"),
                                    "score",
                                    random.nextDouble(),
                                    "model_version",
                                    "v" + random.nextInt(3))));
        } else if (what < 99) {
            note("task deleted", owner.send("DELETE", "/api/tasks/" + task + "/", null));
            note("task", owner.send("POST", "/api/projects/" + project + "/import", List.of(Map.of("text", "new"))));
        } else {
            note(
                    "config",
                    owner.send(
                            "PATCH",
                            "/api/projects/" + project + "/",
                            Map.of("label_config", random.nextBoolean() ? CONFIG : OTHER_CONFIG)));
        }
    }

    private void note(String what, HttpResponse<String> answer) {
        if (answer.statusCode() < 300) {
            changes.incrementAndGet();
            synchronized (done) {
                done.computeIfAbsent(what, none -> new AtomicInteger()).incrementAndGet();
            }
        } else {
            refused.add(what + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** An answer that changes as soon as its last change is seen. */
    private void probe(int project) {
        int annotation = sql.<Integer>column("SELECT max(id) FROM task_completion WHERE project_id = ?", project)
                .get(0);
        boolean agrees = true;
        while (!over.get()) {
            agrees = !agrees;
            try {
                HttpResponse<String> saved = users.get(project % users.size())
                        .get(1)
                        .send(
                                "PATCH",
                                "/api/annotations/" + annotation + "/",
                                Map.of("result", List.of(chosen(agrees ? "Good" : "Bad"))));
                assertEquals(200, saved.statusCode(), saved::body);
                long began = System.nanoTime();
                double expected = agrees ? 1 : 0;
                while (api.json("/api/agreement/projects?ids=" + project)
                                .at("/0/agreement")
                                .asDouble(-1)
                        != expected) {
                    pause(250);
                }
                changes.incrementAndGet();
                behind.add((System.nanoTime() - began) / 1e9);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void stepAgainAndAgain() {
        for (int step = 1; SteppedClock.isAsked() && !over.get(); step++) {
            pause(A_CLOCK_MILLIS);
            try {
                SteppedClock.step(step);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void killAgainAndAgain(AtomicInteger kills) {
        Random random = new Random(1);
        while (!over.get()) {
            try (Service killed = installation.launch()) {
                killed.run(10_000 + random.nextInt(20_000));
                killed.signal("KILL");
                kills.incrementAndGet();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Between Label Studio and the service: loses a third of the events, repeats a fifth, and keeps each for up to five seconds. */
    private HttpServer unreliable() throws IOException, InterruptedException {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        HttpClient http = HttpClient.newHttpClient();
        Random random = new Random(2);
        URI target = URI.create("http://localhost:" + installation.service().port() + "/api/interrater/webhook");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            HttpRequest request = forwarded(exchange, target);
            if (random.nextInt(3) > 0) {
                for (int times = random.nextInt(5) == 0 ? 2 : 1; times > 0; times--) {
                    later.schedule(
                            () -> http.sendAsync(request, BodyHandlers.discarding())
                                    .thenAccept(answer -> {
                                        synchronized (done) {
                                            done.computeIfAbsent(
                                                            "webhook " + answer.statusCode(),
                                                            none -> new AtomicInteger())
                                                    .incrementAndGet();
                                        }
                                    }),
                            random.nextInt(5_000),
                            TimeUnit.MILLISECONDS);
                }
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newFixedThreadPool(PEOPLE));
        server.start();
        for (int project : sql.<Integer>column("SELECT id FROM project")) {
            installation.owner.post(
                    "/api/webhooks/",
                    Map.of(
                            "project",
                            project,
                            "url",
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                            "send_payload",
                            true,
                            "send_for_all_actions",
                            true,
                            "headers",
                            Map.of("X-Interrater-Secret", Installation.WEBHOOK_SECRET)));
        }
        return server;
    }

    private static HttpRequest forwarded(HttpExchange exchange, URI target) throws IOException {
        return HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .header("X-Interrater-Secret", exchange.getRequestHeaders().getFirst("X-Interrater-Secret"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
