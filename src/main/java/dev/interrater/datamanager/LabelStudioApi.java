package dev.interrater.datamanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interrater.agreement.StoppedException;
import dev.interrater.labelstudio.LabelStudioConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is asked of Label Studio's API about predictions, with the token of an organization. Blocks, so it needs a thread of its own; every
 * request ends in time, and of an answer a bounded part is read.
 */
@Singleton
class LabelStudioApi {
    private static final String REQUESTS = "interrater.label.studio.requests";
    private static final String OUTCOME = "outcome";
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_WORDS = 300;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** What says that the task or the prediction is gone, which nothing has to be done about. */
    private static final Set<Integer> GONE = Set.of(404);

    private static final Set<Integer> NEVER = Set.of();

    private final URI url;
    private final Map<Long, String> tokens;
    private final Duration patience;
    private final ObjectMapper json;

    /** What personal access tokens have been exchanged for. */
    private final Map<Long, String> access = new ConcurrentHashMap<>();

    private final Timer done;
    private final Timer refused;
    private final Timer unanswered;
    private volatile boolean stopped;
    private volatile CompletableFuture<?> current = CompletableFuture.completedFuture(null);
    private HttpClient client;

    LabelStudioApi(LabelStudioConfig config, ObjectMapper json, MeterRegistry registry) {
        this.url = config.url().orElse(null);
        this.tokens = config.tokens();
        this.patience = config.writePatience();
        this.json = json;
        done = registry.timer(REQUESTS, OUTCOME, "done");
        refused = registry.timer(REQUESTS, OUTCOME, "refused");
        unanswered = registry.timer(REQUESTS, OUTCOME, "unanswered");
    }

    /** Why nothing can be written for an organization; empty where it can. */
    Optional<String> hindrance(long organizationId) {
        if (url == null) {
            return Optional.of("no_address");
        }
        return tokens.containsKey(organizationId) ? Optional.empty() : Optional.of("no_token");
    }

    /** The organizations that something can be written for. */
    Long[] organizations() {
        return url == null ? new Long[0] : tokens.keySet().toArray(Long[]::new);
    }

    /** Creates a prediction for each of these tasks at once. */
    void create(ScoreClaim claim, List<TaskScore> tasks) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        tasks.forEach(task -> all.add(prediction(task)));
        send(claim, "POST", "/api/projects/" + claim.projectId() + "/import/predictions", all, NEVER);
    }

    /** Creates a single one. */
    void create(ScoreClaim claim, TaskScore task) {
        send(claim, "POST", "/api/predictions/", prediction(task), NEVER);
    }

    private static ObjectNode prediction(TaskScore task) {
        ObjectNode prediction = JsonNodeFactory.instance.objectNode();
        prediction.put("task", task.task()).put("score", task.score()).put("model_version", ScoreStore.VERSION);
        prediction.putArray("result");
        return prediction;
    }

    /** Sets the score of a prediction, if it is still there. */
    void change(ScoreClaim claim, long prediction, double score) {
        send(
                claim,
                "PATCH",
                "/api/predictions/" + prediction + "/",
                JsonNodeFactory.instance.objectNode().put("score", score),
                GONE);
    }

    /** Deletes a prediction, if it is still there. */
    void delete(ScoreClaim claim, long prediction) {
        send(claim, "DELETE", "/api/predictions/" + prediction + "/", null, GONE);
    }

    /** Deletes all of ours. A project that shows them shows no version afterwards. */
    void deleteAll(ScoreClaim claim) {
        send(
                claim,
                "DELETE",
                "/api/projects/" + claim.projectId() + "/model-versions/",
                JsonNodeFactory.instance.objectNode().put("model_version", ScoreStore.VERSION),
                NEVER);
    }

    private void send(ScoreClaim claim, String method, String path, JsonNode body, Set<Integer> fine) {
        long began = System.nanoTime();
        try {
            ask(claim, method, path, body, fine);
            done.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        } catch (LabelStudioRefusedException e) {
            (e.isAnswered() ? refused : unanswered).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            throw e;
        }
    }

    private void ask(ScoreClaim claim, String method, String path, JsonNode body, Set<Integer> fine) {
        long organization = claim.organizationId();
        String token =
                Optional.ofNullable(tokens.get(organization)).map(String::strip).orElse("");
        boolean isPersonal = token.indexOf('.') > 0;
        boolean exchanged = isPersonal && access.get(organization) == null;
        if (exchanged) {
            exchange(organization, token);
        }
        Answer answer = request(method, path, body, authorization(organization, token, isPersonal));
        if (answer.status() == 401 && isPersonal && !exchanged) {
            exchange(organization, token); // an access token lives for minutes
            answer = request(method, path, body, authorization(organization, token, true));
        }
        verify(answer, method + " " + path, fine);
    }

    private String authorization(long organization, String token, boolean isPersonal) {
        return isPersonal ? "Bearer " + access.get(organization) : "Token " + token;
    }

    /** Gets an access token for a personal one. */
    private void exchange(long organization, String token) {
        String path = "/api/token/refresh/";
        access.remove(organization);
        Answer answer =
                request("POST", path, JsonNodeFactory.instance.objectNode().put("refresh", token), null);
        verify(answer, "POST " + path, NEVER);
        access.put(organization, read(answer).path("access").asText());
    }

    private void verify(Answer answer, String what, Set<Integer> fine) {
        if (answer.status() / 100 != 2 && !fine.contains(answer.status())) {
            JsonNode body = read(answer);
            JsonNode wrong = body.path("validation_errors");
            String words = body.path("detail").asText("") + (wrong.isObject() ? " " + wrong : "");
            throw LabelStudioRefusedException.answered("Label Studio answers " + answer.status() + " to " + what
                    + (words.isEmpty() ? "." : ": " + words.substring(0, Math.min(words.length(), MOST_WORDS))));
        }
    }

    /** Empty where it is no JSON, as the page that a proxy answers with. */
    private JsonNode read(Answer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private record Answer(int status, String body) {}

    private Answer request(String method, String path, JsonNode body, String authorization) {
        URI address = url.resolve(url.getPath().replaceFirst("/+$", "") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (authorization != null) {
            try {
                request.header("Authorization", authorization);
            } catch (IllegalArgumentException e) {
                // Its own message would show the token.
                throw LabelStudioRefusedException.answered("The token has characters that none of Label Studio's has.");
            }
        }
        return answer(request.build(), method + " " + path);
    }

    private Answer answer(HttpRequest request, String what) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> response = client().sendAsync(
                        request,
                        HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(
                                bytes -> read.write(bytes, 0, Math.min(bytes.length, MOST_BYTES - read.size())))));
        current = response;
        if (stopped) {
            response.cancel(true);
        }
        try {
            int status =
                    response.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return new Answer(status, read.toString(StandardCharsets.UTF_8));
        } catch (CancellationException | InterruptedException e) {
            response.cancel(true);
            throw new StoppedException();
        } catch (TimeoutException e) {
            response.cancel(true);
            throw LabelStudioRefusedException.unanswered("Label Studio does not answer " + what + ".");
        } catch (ExecutionException e) {
            if (stopped) {
                throw new StoppedException();
            }
            Throwable cause = e.getCause();
            String message = "Label Studio cannot be reached for " + what + ": "
                    + cause.getClass().getSimpleName() + ".";
            throw cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                    ? LabelStudioRefusedException.answered(message) // it has not even been asked
                    : LabelStudioRefusedException.unanswered(message);
        }
    }

    /** Made when it is first needed, in the thread of the worker. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    /** Ends the request under way, and lets no further one begin. */
    void stop() {
        stopped = true;
        current.cancel(true);
    }
}
