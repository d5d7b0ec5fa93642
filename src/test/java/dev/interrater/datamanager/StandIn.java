package dev.interrater.datamanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.interrater.testing.Sql;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that does with the predictions of a database what Label Studio's API does, and a service configured to use it. Every organization but
 * the very large ones has a token: with an odd ID a legacy one, with an even ID a personal access token.
 */
public final class StandIn implements QuarkusTestResourceLifecycleManager {
    /** What it does with a request that changes something. */
    enum Mood {
        WILLING,
        /** It refuses the token. */
        REFUSING,
        /** It fails with a page, as a proxy does. */
        FAILING,
        /** It does what it is asked to, and the connection ends without an answer. */
        CUT,
        /** It does nothing, and says nothing. */
        SILENT
    }

    static final String DATABASE = "datamanager";

    /** The first organization without a token. */
    static final int WITHOUT_TOKEN = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OF_PROJECT =
            Pattern.compile("/label/api/projects/(\\d+)/(import/predictions|model-versions/)");
    private static final Pattern PREDICTION = Pattern.compile("/label/api/predictions/(\\d+)/");

    static volatile Mood mood = Mood.WILLING;

    /** Methods, paths and bodies in the order in which they came. */
    static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    /** The access token that is valid now. */
    static final AtomicInteger ACCESS = new AtomicInteger();

    private static HttpServer server;

    @Override
    public Map<String, String> start() {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("interrater.label-studio.url", "http://localhost:" + listen() + "/label/");
        for (int organization = 1; organization < WITHOUT_TOKEN; organization++) {
            configuration.put("interrater.label-studio.tokens." + organization, token(organization));
        }
        configuration.put("interrater.label-studio.write-patience", "2S");
        configuration.put("interrater.worker.retry", "200MS");
        return configuration;
    }

    static String token(int organization) {
        return organization % 2 == 1 ? "legacy" + organization : "personal." + organization + ".token";
    }

    private static synchronized int listen() {
        if (server == null) {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "stand-in");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", StandIn::handle);
            server.start();
        }
        return server.getAddress().getPort();
    }

    @Override
    public void stop() {
        // It ends with this JVM.
    }

    private static void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        REQUESTS.add(exchange.getRequestMethod() + " " + path + " " + body);
        Mood now = mood;
        if (now == Mood.SILENT) {
            return;
        }
        if (now == Mood.FAILING) {
            answer(exchange, 502, "<html>" + "x".repeat(200_000));
        } else if (path.equals("/label/api/token/refresh/")) {
            refresh(exchange, JSON.readTree(body));
        } else if (now == Mood.REFUSING || !isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"detail\": \"Invalid token.\"}");
        } else {
            int status = act(exchange.getRequestMethod(), path, body.isEmpty() ? null : JSON.readTree(body));
            if (now == Mood.CUT) {
                exchange.close();
            } else {
                answer(exchange, status, "{}");
            }
        }
    }

    private static boolean isKnown(String authorization) {
        return authorization.matches("Token legacy\\d+") || authorization.equals("Bearer access" + ACCESS.get());
    }

    private static void refresh(HttpExchange exchange, JsonNode body) throws IOException {
        if (body.path("refresh").asText().matches("personal\\.\\d+\\.token")) {
            answer(exchange, 200, "{\"access\": \"access" + ACCESS.get() + "\"}");
        } else {
            answer(exchange, 401, "{\"detail\": \"Token is invalid\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
        if (status != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static int act(String method, String path, JsonNode body) {
        Sql sql = Sql.in(DATABASE);
        Matcher ofProject = OF_PROJECT.matcher(path);
        Matcher prediction = PREDICTION.matcher(path);
        if (ofProject.matches()) {
            int project = Integer.parseInt(ofProject.group(1));
            return method.equals("POST") ? importAll(sql, project, body) : deleteAll(sql, project, body);
        }
        if (prediction.matches()) {
            int id = Integer.parseInt(prediction.group(1));
            List<Integer> task = sql.column("SELECT task_id FROM prediction WHERE id = ?", id);
            if (task.isEmpty()) {
                return 404;
            }
            if (method.equals("PATCH")) {
                sql.run(
                        "UPDATE prediction SET score = ?, updated_at = now() WHERE id = ?",
                        body.get("score").doubleValue(),
                        id);
            } else {
                sql.run("DELETE FROM prediction WHERE id = ?", id);
            }
            touch(sql, task.get(0));
            return method.equals("PATCH") ? 200 : 204;
        }
        if (sql.<Long>value(
                        "SELECT count(*) FROM task WHERE id = ?",
                        body.get("task").intValue())
                == 0) {
            return 400;
        }
        insert(sql, body);
        touch(sql, body.get("task").intValue());
        return 201;
    }

    /** All or none, and no task is touched but in its counter. */
    private static int importAll(Sql sql, int project, JsonNode predictions) {
        int created = sql.run("""
                WITH asked AS MATERIALIZED (
                    SELECT task, score, model_version, result, task.id
                      FROM jsonb_to_recordset(?::jsonb) AS asked (task int, score float8, model_version text, result jsonb)
                      LEFT JOIN task ON task.id = asked.task AND task.project_id = ?
                )
                INSERT INTO prediction (result, score, model_version, mislabeling, task_id, project_id, created_at, updated_at)
                SELECT result, score, model_version, 0, task, ?, now(), now()
                  FROM asked
                 WHERE NOT EXISTS (SELECT FROM asked WHERE id IS NULL)
                """, predictions.toString(), project, project);
        count(sql, project);
        return created == predictions.size() ? 201 : 400;
    }

    private static int deleteAll(Sql sql, int project, JsonNode body) {
        String version = body.get("model_version").textValue();
        sql.run("UPDATE project SET model_version = NULL WHERE id = ? AND model_version = ?", project, version);
        sql.run("DELETE FROM prediction WHERE project_id = ? AND model_version = ?", project, version);
        count(sql, project);
        return 200;
    }

    private static void insert(Sql sql, JsonNode prediction) {
        sql.run(
                "INSERT INTO prediction (result, score, model_version, mislabeling, task_id, project_id, created_at, updated_at)"
                        + " SELECT ?::jsonb, ?, ?, 0, id, project_id, now(), now() FROM task WHERE id = ?",
                prediction.get("result").toString(),
                prediction.get("score").doubleValue(),
                prediction.get("model_version").textValue(),
                prediction.get("task").intValue());
    }

    private static void count(Sql sql, int project) {
        sql.run("""
                UPDATE task
                   SET total_predictions = (SELECT count(*) FROM prediction WHERE task_id = task.id)
                 WHERE project_id = ?
                """, project);
    }

    private static void touch(Sql sql, int task) {
        sql.run("""
                UPDATE task
                   SET total_predictions = (SELECT count(*) FROM prediction WHERE task_id = task.id), updated_at = clock_timestamp()
                 WHERE id = ?
                """, task);
    }
}
