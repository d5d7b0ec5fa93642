package dev.interrater;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the packaged service ends: under load, in the middle of a job. */
class ShutdownIT {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/></Choices></View>";
    private static final int CLIENTS = 16;
    private static final int TASKS = 60_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Sql sql = Sql.in("shutdown");

    private Service start() {
        TestDatabase.create("shutdown", "/label-studio/worker.sql");
        return Service.launch(TestDatabase.environment(
                        "shutdown",
                        Map.of(
                                "INTERRATER_WORKER_PAGE_TASKS",
                                "20",
                                "INTERRATER_WORKER_LEASE",
                                "10M",
                                // Longer than it usually is, for on a busy machine readiness is to be seen to fall
                                // before the
                                // end.
                                "QUARKUS_SHUTDOWN_DELAY",
                                "5S",
                                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                                "false")))
                .awaitStart();
    }

    @Test
    void a_terminated_service_answers_every_request_hands_its_job_back_and_ends_in_time() throws Exception {
        try (Service service = start()) {
            Organization organization = Organization.createIn(sql);
            Labelling labelling = Labelling.create(sql, organization, CONFIG);
            labelling.tasks(TASKS);
            for (int i = 0; i < 2; i++) {
                labelling.annotations(organization.member(), "'" + Labelling.choice("mood", "A") + "'");
            }
            long job = organization.job(labelling.project(), "QUEUED");
            await().until(() -> this.<Long>column("tasks_processed", job) > 0);

            AtomicBoolean ready = new AtomicBoolean(true);
            AtomicInteger answers = new AtomicInteger();
            List<Future<?>> clients = askers(service, organization, job, ready, answers);
            long start = System.nanoTime();
            service.signal("TERM");
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> service.manage("/q/health/ready").statusCode() == 503);
            assertEquals(200, service.manage("/q/health/live").statusCode());
            // Who follows readiness sends nothing more; who holds a connection is told to close it.
            ready.set(false);
            for (Future<?> client : clients) {
                client.get();
            }
            await().atMost(LIMIT.minus(Duration.ofNanos(System.nanoTime() - start)))
                    .until(() -> !service.isAlive());
            System.out.printf(
                    "%d answers to %d clients, ended %.1f s after SIGTERM%n",
                    answers.get(), CLIENTS, (System.nanoTime() - start) / 1e9);

            assertTrue(answers.get() > CLIENTS, answers + " answers");
            assertEquals("QUEUED", column("status", job));
            long processed = column("tasks_processed", job);
            assertTrue(processed > 0 && processed < TASKS, processed + " tasks");
            assertEquals(
                    processed,
                    sql.<Long>value(
                            "SELECT count(*) FROM agreement.task_agreement WHERE project_id = ?", labelling.project()));
        }
    }

    @Test
    void clients_that_go_on_asking_are_answered_until_they_are_refused() throws Exception {
        try (Service service = start()) {
            Organization organization = Organization.createIn(sql);
            Labelling labelling = Labelling.create(sql, organization, CONFIG);
            long job = organization.job(labelling.project(), "COMPLETED");
            List<Future<?>> clients = askers(service, organization, job, new AtomicBoolean(true), new AtomicInteger());
            service.signal("TERM");
            for (Future<?> client : clients) {
                Throwable end =
                        assertThrows(ExecutionException.class, client::get).getCause();
                assertInstanceOf(ConnectException.class, end, () -> "It ended by " + end);
            }
        }
    }

    /** Clients that ask at once, and have had some answers. */
    private static List<Future<?>> askers(
            Service service, Organization organization, long job, AtomicBoolean ready, AtomicInteger answers) {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                ask(service.port(), organization.owner().token(), job, ready, answers);
                return null;
            }));
        }
        threads.shutdown();
        await().until(() -> answers.get() > CLIENTS);
        return clients;
    }

    private <T> T column(String name, long job) {
        return sql.value("SELECT " + name + " FROM agreement.backfill_job WHERE id = ?", job);
    }

    /**
     * Asks again and again on kept connections, as long as the service is ready, and on a new one when it is told to close the
     * last. Whatever it has sent must be answered in full, unless the port was closed before the service had accepted the connection: the
     * system resets it then.
     *
     * @throws ConnectException when it is refused, or reset in this way
     */
    private static void ask(int port, String token, long job, AtomicBoolean ready, AtomicInteger answers)
            throws IOException {
        byte[] request = ("GET " + STATUS + "?job_id=" + job + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token "
                        + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        while (ready.get()) {
            boolean accepted = false;
            try (Socket socket = new Socket("localhost", port)) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && ready.get()) {
                    socket.getOutputStream().write(request);
                    open = !answered(in).contains("connection: close");
                    accepted = true;
                    answers.incrementAndGet();
                }
            } catch (SocketException e) {
                throw accepted ? e : new ConnectException(e.getMessage());
            }
        }
    }

    /** Reads one answer, which must be whole and a success, and gives its headers. */
    private static String answered(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertTrue(next >= 0, () -> "Closed before an answer, after: " + head);
            head.append((char) next);
        }
        String headers = head.toString().toLowerCase();
        assertTrue(headers.startsWith("http/1.1 200 "), headers);
        int length = Integer.parseInt(headers.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
        assertEquals(length, in.readNBytes(length).length);
        return headers;
    }
}
