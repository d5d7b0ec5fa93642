package dev.interrater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The proxy that makes one address of Label Studio and Interrater. */
class ProxyTest {
    private static final Pattern LOCATION = Pattern.compile("location (~ )?(\\S+) \\{\\s+proxy_pass http://(\\S+);");

    @Test
    void it_sends_every_path_of_the_api_to_interrater() throws IOException {
        Set<String> paths = paths();

        assertTrue(paths.contains("/api/dimensions/backfill/status/"), paths::toString);
        for (String path : paths) {
            assertEquals("interrater", target(path), path);
        }
    }

    @Test
    void it_sends_the_page_to_interrater() throws IOException {
        for (String path : List.of("/agreement/", "/agreement/projects/7/members", "/agreement/assets/0/main.js")) {
            assertEquals("interrater", target(path), path);
        }
    }

    @Test
    void it_sends_all_else_to_label_studio() throws IOException {
        for (String path : List.of(
                "/",
                "/api/projects/",
                "/api/projects/7/",
                "/api/projects/7/statistics",
                "/api/token/refresh/",
                "/health",
                "/q/health")) {
            assertEquals("label-studio", target(path), path);
        }
    }

    /** As nginx decides: a regular expression before the longest beginning. */
    private static String target(String path) throws IOException {
        String target = null;
        int longest = 0;
        for (MatchResult location : LOCATION.matcher(Files.readString(Path.of("docker", "nginx.conf")))
                .results()
                .toList()) {
            String place = location.group(2);
            if (location.group(1) != null
                    && Pattern.compile(place).matcher(path).find()) {
                return location.group(3);
            }
            if (path.startsWith(place) && place.length() > longest) {
                longest = place.length();
                target = location.group(3);
            }
        }
        return target;
    }

    /** The paths of all resource methods, with a number for each parameter. */
    private static Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.interrater")) {
            String root = path(resource.reflect());
            for (Method method :
                    root == null ? new Method[0] : resource.reflect().getDeclaredMethods()) {
                if (Arrays.stream(method.getAnnotations())
                        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class))) {
                    String path = path(method);
                    paths.add((root + (path == null ? "" : "/" + path))
                            .replaceAll("//+", "/")
                            .replaceAll("\\{[^}]*}", "7"));
                }
            }
        }
        return paths;
    }

    private static String path(AnnotatedElement element) {
        jakarta.ws.rs.Path path = element.getAnnotation(jakarta.ws.rs.Path.class);
        return path == null ? null : path.value();
    }
}
