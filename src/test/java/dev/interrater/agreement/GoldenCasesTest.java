package dev.interrater.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.answer.ResultReader;
import dev.interrater.labelconfig.ConfigDimension;
import dev.interrater.labelconfig.LabelConfig;
import dev.interrater.metric.Answer;
import dev.interrater.metric.Metric;
import dev.interrater.metric.Metrics;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reference cases: two results of one control, and the score that a metric must give them. */
class GoldenCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-6;

    static List<Arguments> cases() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenCasesTest.class.getResource("/golden").toURI());
        List<Arguments> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                JSON.readTree(file.toFile())
                        .forEach(c -> cases.add(argumentSet(c.path("id").asText(), c)));
            }
        }
        assertFalse(cases.isEmpty());
        return cases;
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("cases")
    void scores_as_expected(JsonNode golden) {
        String id = golden.path("id").asText();
        ConfigDimension dimension = dimension(golden);
        ResultReader reader = new ResultReader(List.of(dimension));
        Answer a = reader.read(golden.path("a")).get(dimension.name());
        Answer b = reader.read(golden.path("b")).get(dimension.name());
        Map<String, Object> params = JSON.convertValue(golden.path("params"), new TypeReference<>() {});
        Metric metric = Metrics.of(golden.path("metric").asText(), params);

        assertEquals(golden.path("expected").asDouble(), metric.score(a, b), TOLERANCE, id);
        assertEquals(golden.path("expected").asDouble(), metric.score(b, a), TOLERANCE, id + " the other way round");
    }

    /** The control of a case is a tag, or a tag "per" the tag of the regions it asks about. */
    private static ConfigDimension dimension(JsonNode golden) {
        String[] tags = golden.path("control").asText().split(" per ");
        String name = Stream.of(golden.path("a"), golden.path("b"))
                .filter(result -> !result.isEmpty())
                .findFirst()
                .map(result -> result.path(0).path("from_name").asText())
                .orElse("control");
        String config = tags.length == 1
                ? "<View><%s name='%s' toName='object'/></View>".formatted(tags[0], name)
                : "<View><%s name='%s' toName='object' perRegion='true'/><%s name='the-regions' toName='object'/></View>"
                        .formatted(tags[0], name, tags[1]);
        return ConfigDimension.of(LabelConfig.parse(config), null).stream()
                .filter(dimension ->
                        dimension.controlTag().equals(golden.path("control").asText()))
                .findFirst()
                .orElseThrow();
    }
}
