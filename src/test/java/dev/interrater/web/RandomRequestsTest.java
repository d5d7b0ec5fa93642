package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.RawAnswers;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.TestDatabase;
import dev.interrater.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * 10,000 requests made up from a seed: each gets an answer, none of them is the server's fault, and what is the client's has
 * the shape of all errors.
 */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class RandomRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final List<String> METHODS = List.of(
            "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "DELETE",
            "OPTIONS", "TRACE", "FOO", "get");
    private static final List<String> PATHS = List.of(
            "/api/dimensions/backfill/status/",
            "/api/dimensions/backfill/status/",
            "/api/dimensions/backfill/status",
            "/api/dimensions/backfill/",
            "/api/dimensions/backfill/",
            "/api/dimensions/backfill",
            "/api/dimensions/backfill/jobs/",
            "/api/dimensions/backfill/jobs/",
            "/api/dimensions/backfill/jobs",
            "/api//dimensions/backfill/status/",
            "/",
            "//",
            "/q/openapi",
            "/q/",
            "/api/projects/1/dimensions/",
            "/api/projects/1/analytics/data-quality/agreement-analysis/coefficients",
            "/api/projects/1/analytics/data-quality/agreement-analysis/confusion-matrix",
            "/api/projects/1/stats/IAA",
            "/api/projects/1/stats/member_performance_rows/",
            "/api/projects/1/stats/label-distribution/counts",
            "/api/projects/1/user-stats/prediction",
            "/api/projects/1/model-stats/x/prediction",
            "/api/projects/1/metricparam/",
            "/..",
            "/./api/%2e%2e/",
            "/api/dimensions/backfill/status/;a=b",
            "*",
            "nothing",
            "http://other/api/dimensions/backfill/status/",
            "/%2F");
    private static final List<String> NAMES = List.of(
            "job_id",
            "job_id",
            "project_id",
            "page",
            "page_size",
            "status",
            "ids",
            "ordering",
            "task",
            "limit",
            "job_id[]",
            "JOB_ID",
            "",
            "%6Aob_id",
            "a.b",
            "{x}");
    private static final List<String> VALUES = List.of(
            "1",
            "2",
            "0",
            "-1",
            "2147483648",
            "4294967297",
            "9223372036854775807",
            "9223372036854775808",
            "",
            "null",
            "x",
            "1e9",
            "%31",
            "%zz",
            "%",
            "%00",
            "%ff",
            "%F0%9F%98%80",
            "';--",
            "<script>",
            "+1",
            "1+1",
            "\u00e9",
            "{}",
            "[1]");
    private static final List<String> BODIES = List.of(
            "{\"project_id\": %s}",
            "{\"num_projects\": %s}",
            "{\"all_projects\": %s}",
            "{\"all_projects\": true}",
            "{\"all_projects\": true}",
            "all_projects=on",
            "{\"all_projects\": true}",
            "{\"project_id\": \"%s\", \"num_projects\": %1$s}",
            "project_id=%s",
            "num_projects=%s&all_projects=%1$s",
            "--x\r\nContent-Disposition: form-data; name=\"project_id\"\r\n\r\n%s\r\n--x--",
            "--x\r\nContent-Disposition: form-data; filename=\"%s\"\r\n\r\n",
            "[%s",
            "%s",
            "[[[[[[[[{\"a\": %s}",
            "\u0000%s\u0000");
    private static final List<String> HEADERS = List.of(
            "Authorization",
            "X-API-Key",
            "authorization",
            "Accept",
            "Content-Type",
            "X-Forwarded-For",
            "Cookie",
            "Accept-Encoding",
            "Range",
            "If-None-Match",
            "X-HTTP-Method-Override",
            "Origin",
            "Upgrade",
            "Forwarded",
            "Te");
    private static final List<String> BODY_TYPES =
            List.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x");
    private static final List<String> MEDIA_TYPES = List.of(
            "*/*",
            "application/json",
            "text/html;q=0.1",
            "/",
            "a/b;c",
            "application/*",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            ";;",
            "application/json;charset=nope",
            "bytes=0-1",
            "websocket",
            "h2c",
            "gzip");

    private final Random random = new Random(20261123);

    @Test
    void every_request_is_answered_and_none_is_the_servers_fault() {
        Organization organization = Organization.create();
        organization.job(organization.project(), "FAILED");
        List<String> credentials = List.of(
                "Token " + organization.owner().token(),
                "Token " + organization.owner().token(),
                "Bearer " + Tokens.access(organization.owner().id()),
                "Token " + organization.member().token(),
                "Token",
                "Bearer x.y.z",
                "Bearer eyJhbGciOiJIUzI1NiJ9.e30.",
                "Token \u0000\u0001",
                "Token caf\u00e9 \u00ff",
                "Basic " + "x".repeat(random.nextInt(60_000)),
                "");

        Map<Integer, Integer> answers = new TreeMap<>();
        Map<String, String> faults = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            String request = request(credentials);
            RawHttp.Answer answer = RawHttp.send(request);
            answers.merge(answer.status(), 1, Integer::sum);
            String fault = fault(request, answer);
            if (fault != null) {
                faults.put(request.length() > 300 ? request.substring(0, 300) : request, fault);
            }
        }

        assertEquals(Map.of(), faults, () -> "of " + answers);
        // Random as they are, they reach each kind of answer.
        assertTrue(
                answers.keySet().containsAll(List.of(200, 201, 400, 401, 403, 404, 405, 406, 415, 431)),
                answers::toString);
    }

    private static String fault(String request, RawHttp.Answer answer) {
        if (answer.status() >= 200 && answer.status() < 400) {
            return null;
        }
        if (answer.status() < 200 || request.startsWith("HEAD ")) {
            return answer.status() < 200 || answer.status() >= 500 ? answer.text() : null;
        }
        try {
            return RawAnswers.fault(RawAnswers.of(answer.text()).get(0));
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private String request(List<String> credentials) {
        StringBuilder request =
                new StringBuilder().append(pick(METHODS)).append(' ').append(pick(PATHS));
        for (int i = random.nextInt(3); i > 0; i--) {
            request.append(request.indexOf("?") < 0 ? '?' : '&')
                    .append(pick(NAMES))
                    .append('=')
                    .append(pick(VALUES));
        }
        request.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (random.nextInt(4) > 0) {
            request.append("Authorization: ").append(pick(credentials)).append("\r\n");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            request.append(pick(HEADERS))
                    .append(": ")
                    .append(headerValue(credentials))
                    .append("\r\n");
        }
        String body = random.nextInt(2) == 0 ? pick(BODIES).formatted(pick(VALUES)) : "";
        if (!body.isEmpty()) {
            request.append("Content-Type: ")
                    .append(pick(random.nextInt(4) == 0 ? MEDIA_TYPES : BODY_TYPES))
                    .append("\r\n");
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return request.append("\r\n").append(body).toString();
    }

    private String headerValue(List<String> credentials) {
        return switch (random.nextInt(4)) {
            case 0 -> pick(credentials);
            case 1 -> pick(MEDIA_TYPES);
            case 2 -> pick(VALUES);
            default -> "x".repeat(1 << random.nextInt(17));
        };
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
