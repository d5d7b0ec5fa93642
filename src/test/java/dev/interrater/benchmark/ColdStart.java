package dev.interrater.benchmark;

import static dev.interrater.testing.Api.STATUS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * One start of the service.
 *
 * @param millis from the start of the process to the first answer 200
 * @param cpuMillis the processor's time that it took
 * @param residentMegabytes memory of the process then, what it shares with others included
 */
record ColdStart(double millis, double cpuMillis, double residentMegabytes) {
    private static final File LOG = new File("target/cold-start.log");
    private static final long POLL_NANOS = 500_000;

    /** Starts a command, asks for the status until it is given, and ends the process. */
    static ColdStart of(List<String> command, Map<String, String> environment, String token) {
        try {
            int port = freePort();
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG);
            builder.environment().putAll(environment);
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            long start = System.nanoTime();
            Process process = builder.start();
            try {
                while (!answers(port, token)) {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(command + " has ended, see " + LOG);
                    }
                    LockSupport.parkNanos(POLL_NANOS);
                }
                double millis = (System.nanoTime() - start) / 1e6;
                Duration processor = process.info().totalCpuDuration().orElseThrow();
                return new ColdStart(millis, processor.toMillis(), residentMegabytes(process.pid()));
            } finally {
                process.destroy();
                process.onExit().join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port, String token) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + STATUS
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Token "
                                    + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200 ");
        } catch (ConnectException e) {
            return false; // it does not listen yet
        }
    }

    private static double residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
