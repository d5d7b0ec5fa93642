package dev.interrater.labelconfig;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.metric.MetricType;
import dev.interrater.metric.Metrics;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place inside an item of a result, such as {@code $.value.meta.score} or {@code value.choices[0]}.
 *
 * @param text as it was given
 * @param pointer the same as a JSON pointer
 * @param numeric whether what is there is compared as a number; otherwise it is the same or not
 */
public record ValuePath(String text, JsonPointer pointer, boolean numeric) {
    private static final int LONGEST = 255;

    /** A name, an index in brackets, or a name in brackets and quotation marks. */
    private static final Pattern STEP =
            Pattern.compile("\\G(?:(?:^|\\.)([^.\\[\\]'\"]+)|\\[([0-9]{1,9})]|\\['([^']+)'])");

    private static final String NUMERIC = "numeric_difference";

    /** The metrics that compare what lies at any path. */
    private static final List<MetricType> METRICS = Stream.of("exact_match", NUMERIC, NUMERIC + "_threshold")
            .map(code -> Metrics.find(code).orElseThrow())
            .toList();

    /**
     * Reads a path.
     *
     * @param metricType code of the metric that compares what is there: it says whether that is a number
     * @throws IllegalArgumentException with a sentence for people, if it is no path
     */
    public static ValuePath of(String text, String metricType) {
        String path = text.startsWith("$") ? text.substring(text.startsWith("$.") ? 2 : 1) : text;
        Matcher steps = STEP.matcher(path);
        StringBuilder pointer = new StringBuilder();
        int end = 0;
        while (steps.find()) {
            String step = Stream.of(1, 2, 3)
                    .map(steps::group)
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow();
            pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
            end = steps.end();
        }
        if (end == 0 || end < path.length() || text.length() > LONGEST) {
            throw new IllegalArgumentException("This is no path such as \"value.choices[0]\".");
        }
        return new ValuePath(text, JsonPointer.compile(pointer.toString()), metricType.startsWith(NUMERIC));
    }

    /** What lies there in an item of a result; missing where nothing does. */
    public JsonNode in(JsonNode item) {
        return item.at(pointer);
    }

    List<MetricType> metrics() {
        return METRICS;
    }
}
