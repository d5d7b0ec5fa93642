package dev.interrater.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document's table of metrics. */
class MetricTableTest {
    private static final String THRESHOLD = "_threshold";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\| ([^|]* \\| [^|]*) \\|$");

    @Test
    void every_metric_is_documented_with_its_parameters_and_their_defaults() throws IOException {
        String document = Files.readString(Path.of("docs", "results.md"));
        Map<String, String> documented = new TreeMap<>();
        for (MatchResult row : ROW.matcher(document.substring(document.indexOf("## Metrics")))
                .results()
                .toList()) {
            documented.put(row.group(1), row.group(2));
        }
        Map<String, String> real = new TreeMap<>();
        for (MetricType metric : Metrics.all()) {
            if (!metric.code().endsWith(THRESHOLD)) {
                real.put(metric.code(), text(metric.parameters()) + " | " + ofVariant(metric));
            }
        }

        assertEquals(lines(real), lines(documented));
    }

    /** The parameters that its threshold variant has besides. */
    private static String ofVariant(MetricType metric) {
        return Metrics.find(metric.code() + THRESHOLD)
                .map(variant -> variant.parameters().stream()
                        .filter(parameter -> !metric.parameters().contains(parameter))
                        .toList())
                .map(MetricTableTest::text)
                .orElse("there is none");
    }

    /** Such as {@code `threshold` = 0.5 (0 to 1)}. */
    private static String text(List<Parameter> parameters) {
        return parameters.stream().map(MetricTableTest::text).collect(Collectors.joining("; "));
    }

    private static String text(Parameter parameter) {
        Map<String, Object> schema = parameter.schema();
        String start = "`" + parameter.name() + "` = " + schema.get("default");
        if (schema.get("enum") instanceof List<?> words) {
            return start + " (or "
                    + words.stream().skip(1).map(Object::toString).collect(Collectors.joining(", ")) + ")";
        }
        return start + (schema.containsKey("maximum") ? " (0 to 1)" : " (0 or more)");
    }

    private static String lines(Map<String, String> table) {
        return table.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
}
