package dev.interrater.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Python that has the reference libraries, see {@code src/test/python/requirements.txt}: that of the environment variable
 * {@code REFERENCE_PYTHON}, or else {@code python3}.
 */
public final class ReferencePython {
    private static final Path SCRIPTS = Path.of("src/test/python");

    private ReferencePython() {}

    /** The kept figures of a script. */
    public static JsonNode kept(String name) throws IOException {
        return new ObjectMapper().readTree(Files.readString(Path.of("src/test/resources", name + ".json")));
    }

    /** What the script writes now; empty where there is no Python with this module. */
    public static Optional<JsonNode> fresh(String name, String module, Path directory)
            throws IOException, InterruptedException {
        String python = System.getenv().getOrDefault("REFERENCE_PYTHON", "python3");
        if (!succeeds(python, "-c", "import " + module)) {
            return Optional.empty();
        }
        Path written = directory.resolve(name + ".json");
        assertTrue(succeeds(python, SCRIPTS.resolve(name + ".py").toString(), written.toString()));
        return Optional.of(new ObjectMapper().readTree(Files.readString(written)));
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    /** That two documents say the same, numbers but for rounding. */
    public static void assertSame(JsonNode expected, JsonNode actual, double tolerance, String at) {
        if (expected.isNumber() && actual.isNumber()) {
            assertEquals(expected.asDouble(), actual.asDouble(), tolerance, at);
            return;
        }
        assertEquals(expected.getNodeType(), actual.getNodeType(), at);
        assertEquals(expected.size(), actual.size(), at);
        if (expected.isObject()) {
            expected.properties()
                    .forEach(field -> assertSame(
                            field.getValue(), actual.path(field.getKey()), tolerance, at + "/" + field.getKey()));
        } else if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                assertSame(expected.get(i), actual.get(i), tolerance, at + "/" + i);
            }
        } else {
            assertEquals(expected, actual, at);
        }
    }
}
