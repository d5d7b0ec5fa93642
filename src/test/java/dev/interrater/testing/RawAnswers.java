package dev.interrater.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes apart what came over one connection, and says what is wrong with it. */
public final class RawAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEAD =
            Pattern.compile("HTTP/1\\.([01]) (\\d{3}) [^\\r\\n]*\\r\\n((?:[!-9;-~]+:[^\\r\\n]*\\r\\n)*)\\r\\n");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)\\r");
    private static final Pattern CLOSE = Pattern.compile("(?im)^connection: *close\\r");
    private static final Pattern KEEP = Pattern.compile("(?im)^connection: *keep-alive\\r");

    private RawAnswers() {}

    /**
     * One answer.
     *
     * @param last whether it says that the connection ends behind it
     */
    public record Answer(int status, boolean last, String body) {}

    /** The answers, none of which is to a HEAD. Throws an {@link IllegalArgumentException} unless they are nothing else. */
    public static List<Answer> of(String text) {
        List<Answer> answers = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!head.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException("No answer: " + text.substring(at));
            }
            boolean old = head.group(1).equals("0");
            int status = Integer.parseInt(head.group(2));
            String headers = head.group(3);
            boolean last =
                    old ? !KEEP.matcher(headers).find() : CLOSE.matcher(headers).find();
            boolean empty = status < 200 || status == 204 || status == 304;
            Matcher length = LENGTH.matcher(headers);
            boolean bounded = empty || length.find();
            if (!bounded && !(old && last)) {
                throw new IllegalArgumentException("No length: " + head.group());
            }
            // To an old client the end of the connection is the end of the body.
            int end = bounded ? head.end() + (empty ? 0 : Integer.parseInt(length.group(1))) : text.length();
            if (end > text.length()) {
                throw new IllegalArgumentException("Cut off: " + text.substring(at));
            }
            answers.add(new Answer(status, last, text.substring(head.end(), end)));
            at = end;
        }
        return answers;
    }

    /** What is wrong with an answer; null when it is a success, or an error of the client's in the shape of all errors. */
    public static String fault(Answer answer) {
        if (answer.status() < 400) {
            return null;
        }
        if (answer.status() >= 500 && answer.status() != 503) {
            return "The server's fault: " + answer;
        }
        try {
            JsonNode body = JSON.readTree(answer.body());
            Set<String> names = new HashSet<>();
            body.fieldNames().forEachRemaining(names::add);
            names.remove("validation_errors");
            return names.equals(Set.of("id", "status_code", "version", "detail", "exc_info"))
                            && body.get("status_code").asInt() == answer.status()
                    ? null
                    : "Not in the shape of errors: " + answer;
        } catch (JsonProcessingException e) {
            return "Not JSON: " + answer;
        }
    }
}
