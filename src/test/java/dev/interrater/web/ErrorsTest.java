package dev.interrater.web;

import static dev.interrater.testing.Api.BACKFILL;
import static dev.interrater.testing.Api.JOBS;
import static dev.interrater.testing.Api.STATUS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class ErrorsTest {
    private static RequestSpecification owner() {
        return RestAssured.given()
                .urlEncodingEnabled(false)
                .header(
                        "Authorization",
                        "Token " + Organization.create().owner().token());
    }

    private static ValidatableResponse envelope(ValidatableResponse answer, int status) {
        return answer.statusCode(status)
                .contentType(ContentType.JSON)
                .body("id", matchesPattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .body("status_code", equalTo(status))
                .body("version", matchesPattern("\\d.*"))
                .body("detail", not(nullValue()))
                .body("containsKey('exc_info')", equalTo(true))
                .body("exc_info", nullValue())
                .body("containsKey('validation_errors')", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api",
                "/api/",
                "/api/dimensions/",
                "/api/dimensions/backfill/status/1",
                "/q/nothing",
                "/api/dimensions/backfill/statuss",
                "/index.html",
                "/%00",
                "/a%7Cb",
                "/%F0%9F%98%80"
            })
    void an_unknown_path_is_not_found(String path) {
        envelope(owner().get(path).then(), 404).body("detail", equalTo("Not found."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "LINK"})
    void a_wrong_method_is_told_which_are_right(String method) {
        for (String path : List.of(STATUS, STATUS.substring(0, STATUS.length() - 1))) {
            envelope(owner().request(method, path).then(), 405).header("Allow", equalTo("GET, HEAD, OPTIONS"));
        }
    }

    @Test
    void each_path_says_which_methods_it_has() {
        envelope(owner().put(BACKFILL).then(), 405).header("Allow", equalTo("DELETE, OPTIONS, POST"));
        envelope(owner().post(JOBS).then(), 405).header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }

    @Test
    void a_body_over_64_kilobytes_is_refused_and_the_connection_goes_on() {
        String body = " ".repeat(65_537);

        tooLarge("Content-Length: " + body.length() + "\r\n\r\n" + body);
        tooLarge("Content-Length: 1100000\r\n\r\n" + " ".repeat(1_100_000));
    }

    @Test
    void a_body_of_64_kilobytes_is_read() {
        String body = "{}" + " ".repeat(65_534);
        RawHttp.Answer answer = RawHttp.send("POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token "
                + Organization.create().owner().token() + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body);

        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.text().contains("Exactly one of"), answer.text());
    }

    @Test
    void a_long_body_is_refused_even_if_it_was_not_announced() {
        String body = " ".repeat(65_537);
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";

        tooLarge("Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n");
        tooLarge("Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(20) + "0\r\n\r\n");
    }

    private static void tooLarge(String rest) {
        RawHttp.Answer answer = RawHttp.send("POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token "
                + Organization.create().owner().token() + "\r\nContent-Type: application/json\r\n" + rest
                + "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertEquals(413, answer.status(), answer.text());
        assertTrue(answer.text().contains("\"detail\":\"Request body too large.\""), answer.text());
        assertTrue(answer.text().contains("HTTP/1.1 404"), answer.text());
    }

    @Test
    void a_refused_request_leaves_its_connection_usable() {
        String body = "{\"project_id\": 1" + " ".repeat(500_000) + "}";
        String head = "POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n";
        String next = "\r\n\r\n" + body + "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for (String headers : List.of("Content-Type: application/json", "Content-Type: text/plain")) {
            RawHttp.Answer answer = RawHttp.send(head + headers + next);

            assertTrue(answer.status() == 401 || answer.status() == 415, answer.text());
            assertTrue(answer.text().contains("HTTP/1.1 404"), answer.text());
        }
    }

    @Test
    void a_media_type_that_is_not_json_cannot_be_had() {
        envelope(owner().accept("text/html").get(STATUS).then(), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/api/%", "/api/dimensions/backfill/status/?job_id=%zz", "/?%=1", "/q/%f"})
    void what_cannot_be_decoded_is_refused(String path) {
        RawHttp.Answer answer = RawHttp.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertEquals(400, answer.status());
        assertTrue(answer.text().contains("\"status_code\":400"), answer.text());
    }

    @ParameterizedTest
    @CsvSource({"20000, 404", "33000, 431", "100000, 431", "200000, 431"})
    void long_headers_get_an_answer(int length, int status) {
        envelope(owner().header("X-Long", "x".repeat(length)).get("/nothing").then(), status);
    }

    @ParameterizedTest
    @CsvSource({"8000, 404", "9000, 414", "60000, 414"})
    void long_paths_get_an_answer(int length, int status) {
        envelope(owner().get("/" + "x".repeat(length)).then(), status);
        envelope(owner().get("/nothing?x=" + "x".repeat(length)).then(), status);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "404 | OPTIONS * HTTP/1.1~Host: x",
                "404 | GET nothing HTTP/1.1~Host: x",
                "404 | CONNECT x:80 HTTP/1.1~Host: x",
                "400 | GET /a HTTP/1.1",
                "400 | GET /a HTTP/1.1~Host: a b",
                "400 | GET /a HTTP/1.1~Host: a/b",
                "400 | GET /a HTTP/1.1~Host: a~Host: a",
                "400 | GET /a HTTP/1.0~Host: %zz",
                "400 | GET /a HTTP/9.9~Host: x",
                "400 | PRI * HTTP/2.0",
                "400 | GET /a~Host: x",
                "400 | GET /a HTTP/1.1~Host: x~No colon",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: x",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: -1",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 1~Content-Length: 2",
                "400 | POST /a HTTP/1.1~Host: x~Content-Length: 1~Transfer-Encoding: chunked",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: xchunked",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked, identity",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: gzip, chunked",
                "400 | POST /a HTTP/1.1~Host: x~Transfer-Encoding: chunked~Transfer-Encoding: chunked",
                "400 | POST /a HTTP/1.0~Host: x~Transfer-Encoding: chunked"
            })
    void what_is_not_http_or_ambiguous_is_refused_and_the_connection_ends(int status, String head) {
        RawHttp.Answer answer = RawHttp.send(
                head.replace("~", "\r\n") + "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        refused(status, answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "5\r\nabcdefg\r\n", "-1\r\n", "ffffffffffffffff\r\n"})
    void a_body_in_broken_chunks_is_refused_and_the_connection_ends(String chunk) {
        refused(
                400,
                RawHttp.send("POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token "
                        + Organization.create().owner().token()
                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
                        + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    @Test
    void even_more_gets_an_answer() {
        refused(431, RawHttp.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(300_000) + "\r\n\r\n"));
        refused(414, RawHttp.send("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    /** One answer, in the shape of all errors, and then nothing. */
    private static void refused(int status, RawHttp.Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals(1, answer.text().split("HTTP/1\\.[01] ", -1).length - 1, answer.text());
        assertTrue(answer.text().matches("(?is).*\r\nconnection: close\r\n.*"), answer.text());
        assertTrue(
                answer.text()
                        .matches("(?s).*\\{\"id\":\"[^\"]+\",\"status_code\":" + status
                                + ",\"version\":\"[^\"]+\",\"detail\":\"[^\"]+\",\"exc_info\":null}$"),
                answer.text());
    }

    @Test
    void requests_that_follow_each_other_without_waiting_are_answered_in_order() {
        String token = Organization.create().owner().token();
        String post = "POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"project_id\": 0}";
        String get = "GET /nothing HTTP/1.1\r\nHost: x\r\n";
        RawHttp.Answer answer = RawHttp.send((post + get + "\r\n").repeat(50) + get + "Connection: close\r\n\r\n");

        List<String> details = Pattern.compile("\"detail\":\"([^\"]*)\"")
                .matcher(answer.text())
                .results()
                .map(detail -> detail.group(1))
                .toList();
        assertEquals(101, details.size(), answer.text());
        for (int i = 0; i < details.size(); i++) {
            assertEquals(i % 2 == 1 || i == 100, details.get(i).equals("Not found."), i + ": " + details);
        }
    }

    @Test
    void who_asks_first_is_told_to_send_the_body() {
        RawHttp.Answer answer = RawHttp.send("POST " + BACKFILL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token "
                + Organization.create().owner().token() + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n{}");

        assertEquals(100, answer.status(), answer.text());
        assertTrue(answer.text().contains("HTTP/1.1 400"), answer.text());
    }

    @Test
    void an_answer_tells_nothing_of_the_inside() {
        String token = "5up3r53cr3t";
        for (String path : List.of(STATUS, STATUS + "?job_id=';select", "/nothing")) {
            String body = RestAssured.given()
                    .header("Authorization", "Token " + token)
                    .get(path)
                    .asString();
            assertFalse(body.matches("(?is).*(exception|java|dev\\.interrater|select|" + token + ").*"), body);
        }
    }
}
