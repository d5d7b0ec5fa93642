package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.RawAnswers;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The packaged service with 128 MB of heap, against many requests that do not come to their end: its memory does not grow from
 * round to round, others are answered meanwhile, and each half request ends within the time that it has.
 */
class HalfRequestsAttack {
    private static final int ROUNDS = 5;
    private static final int POSTS = 120;
    private static final int HEADS = 200;
    private static final long TIMEOUT_SECONDS = 10;
    private static final String DATABASE = "attack";

    @Test
    void memory_is_flat_others_are_answered_and_nothing_stays_open() throws Exception {
        TestDatabase.create(DATABASE, "/label-studio/worker.sql");
        Map<String, String> environment =
                TestDatabase.environment(DATABASE, Map.of("INTERRATER_HTTP_RECEIVE_TIMEOUT", TIMEOUT_SECONDS + "S"));
        try (Service service = Service.launch(environment, "-Xmx128m").awaitStart()) {
            assertTrue(service.listens(), () -> service.output().toString());
            Organization organization = Organization.createIn(Sql.in(DATABASE));
            organization.job(organization.project(), "FAILED");
            String token = organization.owner().token();

            List<Long> used = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                used.add(round(service, token));
            }
            System.out.println("Bytes of heap in use while attacked, by round: " + used);
            assertTrue(used.get(ROUNDS - 1) < used.get(0) + (32 << 20), used::toString);
            assertTrue(
                    service.output().stream().noneMatch(line -> line.contains("OutOfMemory") || line.contains("ERROR")),
                    () -> service.output().toString());
        }
    }

    /** Leaves the bytes that are in use while everything is open. */
    private static long round(Service service, String token) throws IOException, InterruptedException {
        String head = "POST /api/dimensions/backfill/ HTTP/1.1\r\nHost: x\r\nAuthorization: Token " + token
                + "\r\nContent-Type: application/json\r\n";
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            sockets.add(open(service, head + "Content-Length: 1048576\r\n\r\n" + " ".repeat(1_000_000)));
            sockets.add(open(service, head + "Content-Length: 65536\r\n\r\n" + " ".repeat(65_000)));
            sockets.add(open(service, head + "Transfer-Encoding: chunked\r\n\r\nfff0\r\n" + " ".repeat(65_000)));
        }
        for (int i = 0; i < HEADS; i++) {
            sockets.add(open(service, "GET /nothing HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(30_000)));
        }
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    200, service.get("/api/dimensions/backfill/status/", token).statusCode());
        }
        long used = used(service);
        Map<Integer, Integer> answers = new TreeMap<>();
        for (Socket socket : sockets) {
            String text = text(socket);
            // Cut off while it was still sending, its kernel may have thrown the answer away.
            int status = text.isEmpty() ? 0 : RawAnswers.of(text).get(0).status();
            answers.merge(status, 1, Integer::sum);
            socket.close();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        System.out.println("Answers: " + answers + ", the last connection ended after " + seconds + " s");
        assertTrue(seconds < 4 * TIMEOUT_SECONDS, () -> "open after " + seconds + " s");
        assertTrue(List.of(408, 413, 503).containsAll(answers.keySet()), answers::toString);
        return used;
    }

    private static Socket open(Service service, String part) throws IOException {
        Socket socket = RawHttp.connect(service.port());
        try {
            socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            // Refused before all was sent: the answer is there to be read.
        }
        return socket;
    }

    private static String text(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static long used(Service service) throws IOException, InterruptedException {
        return (long) service.manage("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
