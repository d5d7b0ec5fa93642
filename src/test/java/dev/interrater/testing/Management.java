package dev.interrater.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** The port of the service under test that probes and metrics are on. */
public final class Management {
    /** A free one. Integration tests, other than unit tests, leave the choice to nobody. */
    static final int PORT = free();

    private Management() {}

    /** GETs a path there. */
    public static Response get(String path) {
        return given().baseUri("http://localhost")
                .port(PORT)
                .accept("text/plain, */*")
                .get(path);
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
