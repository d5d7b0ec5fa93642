package dev.interrater.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends requests over a fixed number of connections, each the next when the last is answered. */
final class Load implements AutoCloseable {
    private static final int MAX_SAMPLES = 2_000_000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client;
    private final int port;
    private final int connections;
    private final String token;
    private final long pauseMillis;
    private final boolean polite;

    /**
     * What a run saw.
     *
     * @param perSecond answers per second
     * @param medianMicros median time of an answer
     * @param p99Micros 99th percentile of it
     */
    record Result(double perSecond, double medianMicros, double p99Micros) {}

    Load(int port, int connections, String token) {
        this(port, connections, token, 0);
    }

    /** One that leaves a pause after each answer. */
    Load(int port, int connections, String token, long pauseMillis) {
        this(port, connections, token, pauseMillis, false);
    }

    /** One that, if it is polite, also sends the tag of the answer before. */
    Load(int port, int connections, String token, long pauseMillis, boolean polite) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(connections));
        this.port = port;
        this.connections = connections;
        this.token = token;
        this.pauseMillis = pauseMillis;
        this.polite = polite;
    }

    /** Asks for a path for so long. */
    Result run(String path, long millis) throws InterruptedException {
        long[] nanos = new long[MAX_SAMPLES];
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(connections);
        long begin = System.nanoTime();
        long end = begin + millis * 1_000_000;
        vertx.runOnContext(go -> {
            for (int i = 0; i < connections; i++) {
                // Those who pause do not all ask at the same moment.
                long first = pauseMillis * i / connections;
                if (first == 0) {
                    ask(path, end, nanos, answers, ended, null);
                } else {
                    vertx.setTimer(first, start -> ask(path, end, nanos, answers, ended, null));
                }
            }
        });
        ended.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        int count = answers.get();
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Result(count / seconds, sorted[count / 2] / 1e3, sorted[(int) (count * 0.99)] / 1e3);
    }

    private void ask(String path, long end, long[] nanos, AtomicInteger answers, CountDownLatch ended, String known) {
        long begin = System.nanoTime();
        if (begin >= end) {
            ended.countDown();
            return;
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("localhost")
                .setPort(port)
                .setURI(path)
                .putHeader("Authorization", "Token " + token);
        if (known != null) {
            options.putHeader("If-None-Match", known);
        }
        client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.statusCode() == 200 || response.statusCode() == 304
                        ? response.body().map(polite ? response.getHeader("ETag") : null)
                        : io.vertx.core.Future.failedFuture("status " + response.statusCode()))
                .onComplete(answer -> {
                    if (answer.failed()) {
                        answer.cause().printStackTrace();
                        ended.countDown();
                        return;
                    }
                    nanos[answers.getAndIncrement()] = System.nanoTime() - begin;
                    if (pauseMillis == 0) {
                        ask(path, end, nanos, answers, ended, answer.result());
                    } else {
                        vertx.setTimer(pauseMillis, go -> ask(path, end, nanos, answers, ended, answer.result()));
                    }
                });
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
