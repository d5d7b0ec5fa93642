package dev.interrater.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The programs in {@code docs/clients.md}: each is a part of a file that another test runs, word for word. */
class GuideTest {
    private static final Pattern SNIPPET = Pattern.compile(
            "^<!-- (src/test/\\S+) (\\w+) -->\n```\\w+\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void every_program_is_the_one_that_is_tried() throws IOException {
        String guide = Files.readString(Path.of("docs", "clients.md"));
        List<MatchResult> snippets = SNIPPET.matcher(guide).results().toList();

        assertTrue(snippets.size() > 8, "few programs");
        assertEquals(
                Pattern.compile("^```\\w+$", Pattern.MULTILINE)
                        .matcher(guide)
                        .results()
                        .count(),
                snippets.size());
        for (MatchResult snippet : snippets) {
            assertEquals(part(Path.of(snippet.group(1)), snippet.group(2)), snippet.group(3), snippet.group(1));
        }
    }

    /** What stands between the line that ends with {@code doc: name} and the next that ends with {@code end}, without its indentation. */
    private static String part(Path file, String name) throws IOException {
        MatchResult part = Pattern.compile(
                        "^[ ]*(?://|#) doc: " + name + "\n(.*?)^[ ]*(?://|#) end$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(file))
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no " + name));
        return part.group(1).stripTrailing().stripIndent() + "\n";
    }
}
