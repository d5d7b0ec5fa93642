package dev.interrater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The proxy that makes one address of Label Studio and Interrater. */
class ProxyTest {
    private static final Pattern LOCATION = Pattern.compile("location (\\S+) \\{\\s+proxy_pass http://(\\S+);");

    @Test
    void it_sends_every_path_of_the_api_to_interrater_and_all_else_to_label_studio() throws IOException {
        Map<String, String> locations = new TreeMap<>();
        for (MatchResult location : LOCATION.matcher(Files.readString(java.nio.file.Path.of("docker", "nginx.conf")))
                .results()
                .toList()) {
            locations.put(location.group(1), location.group(2));
        }
        assertEquals(Map.of("/", "label-studio", "/api/dimensions/", "interrater"), locations);

        TreeSet<String> paths = new TreeSet<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.interrater")) {
            if (resource.isAnnotatedWith(Path.class)) {
                paths.add(resource.getAnnotationOfType(Path.class).value());
            }
        }
        assertFalse(paths.isEmpty());
        paths.removeIf(path -> path.startsWith("/api/dimensions/"));
        assertEquals(new TreeSet<>(), paths);
    }
}
