package dev.interrater.labelstudio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupportedVersionsTest {
    /** {@link LabelStudioIT} tries those that packages are pinned for. */
    @Test
    void the_guide_lists_the_versions_that_are_tried() throws IOException {
        String guide = Files.readString(Path.of("docs", "install.md"));
        List<String> listed = guide.substring(guide.indexOf("| Label Studio |"))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|")[1].strip())
                .sorted()
                .toList();

        assertEquals(PythonEnvironment.versions(), listed);
    }
}
