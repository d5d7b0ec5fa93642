package dev.interrater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interrater.testing.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README tells a new user to type works, on the packaged demo. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("(?m)(?:^    .*\n)+");

    @Test
    void its_requests_are_answered_and_its_backfill_comes_to_its_end() throws Exception {
        assumeTrue(Service.hasDemo(), "this package has no demo");
        assumeTrue(bash("command -v curl").exit() == 0, "there is no curl");
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .filter(block -> block.contains("http://localhost:8080"))
                .toList();
        assertTrue(blocks.size() >= 4, () -> blocks.toString());
        StringBuilder output = new StringBuilder();
        try (Service demo = Service.launch(Map.of(), "-Dquarkus.profile=demo").awaitStart()) {
            for (String block : blocks) {
                Result result = bash("set -e; curl() { command curl --fail --silent --show-error \"$@\"; }\n"
                        + block.replace("localhost:8080", "localhost:" + demo.port()));
                assertEquals(0, result.exit(), () -> block + result.output());
                output.append(result.output());
            }
        }
        assertTrue(output.toString().contains("\"cancelled_count\":1"), output::toString);
        assertTrue(
                output.toString().matches("(?s).*\"tasks_processed\":12000.*\"status\":\"COMPLETED\"}.*"),
                output::toString);
        assertTrue(output.toString().contains("\"krippendorff_alpha\""), output::toString);
    }

    private static Result bash(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private record Result(int exit, String output) {}
}
