package dev.interrater.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.interrater.testing.Organization;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People whom Label Studio knows by their session; the real one is asked in {@code LabelStudioIT}. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
@WithTestResource(SessionsTest.LabelStudio.class)
class SessionsTest {
    private static final String WHOAMI = "/api/agreement/whoami";

    private Organization organization;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
    }

    @Test
    void whom_label_studio_knows_by_a_session_is_known_and_may_what_they_may() {
        session("user-" + organization.owner().id())
                .get(WHOAMI)
                .then()
                .statusCode(200)
                .body("id", equalTo(organization.owner().id()))
                .body("administrator", is(true))
                .body("label_studio_url", equalTo(""));
        session("user-" + organization.member().id()).get(WHOAMI).then().body("administrator", is(false));
        session("user-" + organization.owner().id())
                .body(Map.of("project_id", organization.project()))
                .contentType("application/json")
                .post("/api/dimensions/backfill/")
                .then()
                .statusCode(201);
    }

    @Test
    void a_session_counts_only_beside_a_header_that_another_site_cannot_send() {
        given().header("Cookie", "sessionid=user-" + organization.owner().id())
                .get(WHOAMI)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Token"));
    }

    @Test
    void a_token_wins_over_a_session() {
        Organization.User member = organization.member();

        session("user-" + organization.owner().id())
                .header("Authorization", "Token " + member.token())
                .get(WHOAMI)
                .then()
                .body("id", equalTo(member.id()));
    }

    @Test
    void a_session_that_is_nobodys_is_refused() {
        for (String nobodys : new String[] {"nobody", "leads-to-sign-in", "user-999999999"}) {
            session(nobodys).get(WHOAMI).then().statusCode(401);
        }
    }

    @Test
    void a_label_studio_that_does_not_answer_as_it_does_makes_it_unavailable() {
        for (String state : new String[] {"broken", "garbage", "endless", "silent"}) {
            session(state).get(WHOAMI).then().statusCode(503).header("Retry-After", equalTo("5"));
        }
    }

    @Test
    void label_studio_is_asked_once_for_all_who_ask_in_a_while_and_shown_the_session_alone() {
        String session = "user-" + organization.owner().id() + "-counted";
        int before = LabelStudio.asked.get();
        for (int i = 0; i < 20; i++) {
            session(session)
                    .header("Cookie", "sessionid=" + session + "; other=secret")
                    .get(WHOAMI);
        }

        assertEquals(1, LabelStudio.asked.get() - before);
        assertEquals("sessionid=" + session, LabelStudio.cookie);
    }

    private static RequestSpecification session(String id) {
        return given().header("Cookie", "sessionid=" + id).header("X-Requested-With", "interrater");
    }

    /** What Label Studio answers to whom, and what it answers when something is wrong with it. */
    public static final class LabelStudio implements QuarkusTestResourceLifecycleManager {
        private static final AtomicInteger asked = new AtomicInteger();
        private static final CountDownLatch end = new CountDownLatch(1);
        private static volatile String cookie;

        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/ls/api/current-user/whoami", this::answer);
            server.start();
            return Map.of(
                    "interrater.label-studio.url",
                    "http://localhost:" + server.getAddress().getPort() + "/ls",
                    "interrater.label-studio.patience",
                    "2S",
                    "interrater.auth.max-age",
                    "1M");
        }

        private void answer(HttpExchange exchange) throws IOException {
            asked.incrementAndGet();
            cookie = exchange.getRequestHeaders().getFirst("Cookie");
            String session = cookie.replace("sessionid=", "");
            switch (session.split("-")[0]) {
                case "user" -> send(exchange, 200, "{\"id\": " + session.split("-")[1] + ", \"email\": \"x\"}");
                case "leads" -> {
                    exchange.getResponseHeaders().add("Location", "/user/login");
                    send(exchange, 302, "");
                }
                case "broken" -> send(exchange, 502, "");
                case "garbage" -> send(exchange, 200, "<html>");
                case "endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] some = new byte[8192];
                    try (var body = exchange.getResponseBody()) {
                        for (int i = 0; i < 10_000; i++) {
                            body.write(some);
                        }
                    }
                }
                case "silent" -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                default -> send(exchange, 401, "{}");
            }
        }

        private static void send(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void stop() {
            end.countDown();
            server.stop(0);
        }
    }
}
