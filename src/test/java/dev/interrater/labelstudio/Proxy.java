package dev.interrater.labelstudio;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.interrater.testing.Client;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An nginx of this machine with docker/nginx.conf, of which nothing but addresses and the place of its files is replaced. */
final class Proxy implements AutoCloseable {
    private final Process process;
    private final String url;

    private Proxy(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it before a service and a Label Studio. Aborts the test where there is no nginx. */
    static Proxy start(int service, String labelStudio) throws IOException {
        Path directory = Files.createTempDirectory("proxy");
        // Its workers run as another user when it is started as root.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                Files.readString(Path.of("docker", "nginx.conf"))
                        .replace("/tmp/", directory + "/")
                        .replace("listen 8080;", "listen 127.0.0.1:" + port + ";")
                        .replace("server api:8080;", "server 127.0.0.1:" + service + ";")
                        .replace(
                                "server label-studio:8080;",
                                "server 127.0.0.1:" + URI.create(labelStudio).getPort() + ";"));
        String url = "http://127.0.0.1:" + port;
        Proxy proxy = new Proxy(launch(configuration), url);
        await().forever()
                .ignoreException(ConnectException.class)
                .until(() -> !proxy.process.isAlive()
                        || new Client(url).get("/health").statusCode() == 200);
        if (!proxy.process.isAlive()) {
            throw new IllegalStateException("nginx has ended");
        }
        return proxy;
    }

    private static Process launch(Path configuration) {
        try {
            return new ProcessBuilder("nginx", "-e", "stderr", "-c", configuration.toString(), "-g", "daemon off;")
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            System.out.println("The proxy is not tried: there is no nginx here.");
            return abort("there is no nginx here");
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
