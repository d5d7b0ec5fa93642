package dev.interrater.web;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.RawAnswers;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that do not come to their end. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class HalfRequestsTest {
    private final List<Socket> sockets = new ArrayList<>();
    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket send(String part) throws IOException {
        Socket socket = RawHttp.connect();
        sockets.add(socket);
        socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String post(String token, String length) {
        return "POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token " + token
                + "\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n";
    }

    private static RawAnswers.Answer last(Socket socket) throws IOException {
        List<RawAnswers.Answer> answers =
                RawAnswers.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        RawAnswers.Answer last = answers.get(answers.size() - 1);
        assertNull(RawAnswers.fault(last));
        assertTrue(last.last(), last::toString);
        return last;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /nothing HTTP/1.1",
                "GET /nothing HTTP/1.1\r\nHost: x\r\nX: ",
                "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\nGET"
            })
    void a_head_that_does_not_end_is_answered_and_cut_off(String part) throws IOException {
        if (part.endsWith("GET")) {
            Socket socket = send(part.substring(0, part.length() - 3));
            assertEquals('H', socket.getInputStream().read());
            socket.getOutputStream().write("GET".getBytes(StandardCharsets.ISO_8859_1));
            String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(
                    List.of(404, 408),
                    RawAnswers.of("H" + rest).stream()
                            .map(RawAnswers.Answer::status)
                            .toList());
        } else {
            assertEquals(408, last(send(part)).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void a_body_that_does_not_end_is_answered_and_cut_off(String length) throws IOException {
        Socket socket = send(post(organization.owner().token(), length) + (length.endsWith("d") ? "5\r\n{" : "{"));

        assertEquals(408, last(socket).status());
    }

    @Test
    void a_body_that_nobody_reads_is_not_waited_for_either() throws IOException {
        Socket socket = send(post("nobody", "Content-Length: 100") + "{");
        String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

        assertEquals(
                List.of(401),
                RawAnswers.of(text).stream().map(RawAnswers.Answer::status).toList());
    }

    @Test
    void a_drop_now_and_then_is_not_enough() throws IOException {
        for (String start : List.of("GET /", post(organization.owner().token(), "Content-Length: 60000"))) {
            Socket socket = send(start);
            socket.setSoTimeout(100);
            int first = -1;
            while (first < 0) {
                try {
                    first = socket.getInputStream().read();
                } catch (SocketTimeoutException e) {
                    socket.getOutputStream().write('x');
                }
            }
            socket.setSoTimeout(20_000);
            String text =
                    (char) first + new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(408, RawAnswers.of(text).get(0).status(), text);
        }
    }

    @Test
    void bodies_are_bounded_all_together_and_others_are_answered_meanwhile() throws IOException {
        organization.job(organization.project(), "FAILED");
        String half = post(organization.owner().token(), "Content-Length: 65000") + " ".repeat(64_000);
        List<Socket> halves = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            halves.add(send(half));
        }

        Api.as(organization.owner()).get(STATUS).then().statusCode(200);
        int busy = 0;
        for (Socket socket : halves) {
            List<RawAnswers.Answer> answers =
                    RawAnswers.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
            assertNull(RawAnswers.fault(answers.get(0)));
            assertTrue(List.of(408, 503).contains(answers.get(0).status()), answers::toString);
            busy += answers.get(0).status() == 503 ? 1 : 0;
        }
        assertTrue(busy >= 30 - 16, () -> "Of 30 bodies of 64,000 bytes a megabyte holds 16");
    }
}
