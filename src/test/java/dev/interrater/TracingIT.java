package dev.interrater;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.interrater.testing.Service;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A package that is built for it sends traces where it is told to, and none when it is switched off. */
@EnabledIfSystemProperty(named = "tracing", matches = ".*", disabledReason = "this package is built without -Dtracing")
class TracingIT {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void startCollector() throws IOException {
        TestDatabase.create("tracing", "/label-studio/community.sql");
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            // Names are plain text in a protocol buffer.
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    private static Service start(Map<String, String> more) {
        return Service.launch(TestDatabase.environment("tracing", more)).awaitStart();
    }

    private Map<String, String> toTheCollector() {
        return Map.of(
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://localhost:" + collector.getAddress().getPort(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf");
    }

    @Test
    void requests_are_traced() throws Exception {
        try (Service service = start(toTheCollector())) {
            assertEquals(401, service.get(STATUS, "nobody").statusCode());

            await().until(() -> received.stream().anyMatch(trace -> trace.contains(STATUS.replaceAll("/$", ""))));
        }
    }

    @Test
    void switched_off_it_traces_nothing() throws Exception {
        Map<String, String> environment = new HashMap<>(toTheCollector());
        environment.put("QUARKUS_OTEL_SDK_DISABLED", "true");
        try (Service service = start(environment)) {
            assertEquals(401, service.get(STATUS, "nobody").statusCode());
            service.signal("TERM"); // what there were would be sent at the end
            service.exitCode();
            assertEquals(List.of(), received);
        }
    }
}
