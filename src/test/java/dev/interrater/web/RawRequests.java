package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Organization;
import dev.interrater.testing.RawAnswers;
import dev.interrater.testing.RawHttp;
import dev.interrater.testing.Storm;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Requests whose bytes were changed at random, by a seed, each with two probes behind it (one may be taken for its end). All that
 * comes back are whole answers, none of them the server's fault; and either a probe is answered last, so that the server agrees
 * where it begins, or the connection ends behind an error.
 */
abstract class RawRequests {
    private static final long SEED = 20261124;
    private static final int PROBED = 204;
    private static final String PROBE = "GET /q/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static final Pattern LENGTH = Pattern.compile("\r\n(?i:content-length): *(\\d{4,9})\r\n");

    private static final List<String> REQUESTS = List.of(
            "GET /api/dimensions/backfill/status/?job_id=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Token T\r\n\r\n",
            "GET /api/dimensions/backfill/jobs/?page_size=1&status=FAILED HTTP/1.1\r\nHost: x\r\nX-API-Key: T\r\n\r\n",
            "GET /api/dimensions/backfill/jobs/?page_size=1 HTTP/1.0\r\nConnection: keep-alive\r\nAuthorization: Token T\r\n\r\n",
            "POST /api/dimensions/backfill/ HTTP/1.1\r\nHost: x\r\nAuthorization: Token T\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 64\r\n\r\n{\"project_id\": 1, \"x\": \"GET /smuggled HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n\"}",
            "POST /api/dimensions/backfill/ HTTP/1.1\r\nHost: x\r\nAuthorization: Token T\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"project_id\": 1\r\n1\r\n}\r\n0\r\n\r\n",
            "POST /api/dimensions/backfill/ HTTP/1.1\r\nHost: x\r\nAuthorization: Token T\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\n\r\nproject_id=1",
            "POST /api/dimensions/backfill/ HTTP/1.1\r\nHost: x\r\nAuthorization: Token T\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 66\r\n\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"project_id\"\r\n\r\n1\r\n--b--",
            "POST /api/dimensions/backfill/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
            "DELETE /api/dimensions/backfill/?project_id=0 HTTP/1.1\r\nHost: [::1]:80\r\nAuthorization: Token T\r\n\r\n",
            "GET http://other/nothing HTTP/1.1\r\nHost: other\r\n\r\n");

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            ":",
            ",",
            "%",
            "\"",
            "{",
            "|",
            "\u00ff",
            "HTTP/1.0",
            "HTTP/1.1",
            "\r\nTransfer-Encoding: chunked",
            "\r\nTransfer-Encoding : chunked",
            "\r\nTransfer-Encoding: xchunked",
            "\r\n Transfer-Encoding: chunked",
            "\r\nContent-Length: 5",
            "\r\nContent-Length: 0",
            "\r\nContent-Length: +5",
            "\r\nContent-Length: 5, 5",
            "\r\nContent-Length: 99999999999999999999",
            "\r\nHost: y",
            "\r\nUpgrade: h2c\r\nConnection: upgrade\r\nHTTP2-Settings: AAAA",
            "\r\nUpgrade: websocket\r\nConnection: upgrade",
            "\r\nExpect: 100-continue",
            "\r\nContent-Encoding: gzip",
            "\r\n0\r\n\r\n",
            ";x=y",
            "boundary=",
            "*",
            "/../",
            "//");

    /** How many. */
    abstract int requests();

    @Test
    void every_request_is_answered_in_full_and_none_is_taken_for_two() throws Exception {
        Organization organization = Organization.create();
        for (int i = 0; i < 2; i++) {
            organization.job(organization.project(), "FAILED");
        }
        String token = organization.owner().token();
        Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
        Map<String, String> faults = new ConcurrentSkipListMap<>();
        AtomicInteger next = new AtomicInteger();
        Storm.of(32, () -> {
            for (int i = next.getAndIncrement(); i < requests(); i = next.getAndIncrement()) {
                String request = request(new Random(SEED + i)).replace("Token T", "Token " + token);
                String fault = fault(request, statuses);
                if (fault != null) {
                    faults.put(i + ": " + request, fault);
                }
            }
            return null;
        });

        assertEquals("", lines(faults), () -> faults.size() + " faults, of " + statuses);
        // Random as they are, they reach each kind of answer.
        assertTrue(statuses.keySet().containsAll(List.of(200, 204, 400, 401, 404, 405, 415)), statuses::toString);
    }

    private static String fault(String request, Map<Integer, Integer> statuses) {
        List<RawAnswers.Answer> answers;
        try {
            answers = RawAnswers.of(RawHttp.send(request + PROBE + PROBE).text());
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return e + " " + e.getCause();
        }
        if (answers.isEmpty()) {
            return "No answer";
        }
        for (RawAnswers.Answer answer : answers) {
            statuses.merge(answer.status(), 1, Integer::sum);
            String fault = RawAnswers.fault(answer);
            if (fault != null) {
                return fault;
            }
        }
        RawAnswers.Answer last = answers.get(answers.size() - 1);
        if (answers.subList(0, answers.size() - 1).stream().anyMatch(RawAnswers.Answer::last)) {
            return "More after the last: " + answers;
        }
        // The connection has ended, or reading would not.
        return last.status() >= 400 || last.status() == PROBED || last.last() || isUnfinished(request)
                ? null
                : "Neither in step nor ended: " + answers;
    }

    /** Whether a longer body is announced than comes, probes included. It may be answered before, and ends when it has taken too long. */
    private static boolean isUnfinished(String request) {
        Matcher length = LENGTH.matcher(request);
        return length.find() && Integer.parseInt(length.group(1)) > request.length();
    }

    private static String request(Random random) {
        StringBuilder request = new StringBuilder(pick(REQUESTS, random));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(request.length());
            int end = Math.min(request.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> request.setCharAt(at, (char) random.nextInt(256));
                case 1 -> request.insert(at, (char) random.nextInt(256));
                case 2 -> request.delete(at, end);
                case 3 -> request.insert(at, request.substring(at, end));
                case 4 -> request.insert(at, pick(PIECES, random));
                default -> {
                    int line = request.indexOf("\r\n", at);
                    request.insert(line < 0 ? at : line, pick(PIECES, random));
                }
            }
        }
        return request.toString();
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static String lines(Map<String, String> faults) {
        StringBuilder lines = new StringBuilder();
        faults.entrySet().stream()
                .limit(20)
                .forEach(fault -> lines.append(fault.getKey())
                        .append("\n  -> ")
                        .append(fault.getValue())
                        .append('\n'));
        return lines.toString();
    }
}
