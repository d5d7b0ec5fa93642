package dev.interrater.testing;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no HTTP client would send. */
public final class RawHttp {
    private static final int TIMEOUT_MILLIS = 20_000;

    private RawHttp() {}

    /**
     * An answer, headers and body as one text.
     *
     * @param status 0 when the connection was closed without an answer
     */
    public record Answer(int status, String text) {}

    /** A connection to the service under test, which gives up after a silence of twenty seconds. */
    public static Socket connect() throws IOException {
        return connect(RestAssured.port);
    }

    /** The same to another port. */
    public static Socket connect(int port) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** Sends a request, which should ask to close the connection, in Latin-1 on a connection of its own. */
    public static Answer send(String request) {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // Answered, and closed, before all was sent: the answer is there to be read.
            }
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new Answer(text.isEmpty() ? 0 : Integer.parseInt(text.split(" ", 3)[1]), text);
        } catch (IOException e) {
            throw new UncheckedIOException("Not answered: " + request.replaceAll("x{20,}", "x…x"), e);
        }
    }
}
