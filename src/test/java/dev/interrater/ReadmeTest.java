package dev.interrater;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(interrater\\.[^`]+)` \\|([^|]*)\\|");

    private static final Pattern NAME = Pattern.compile("`(interrater\\.[a-z]+\\.[a-z-]+)`");

    @Test
    void the_settings_list_every_one_of_ours_with_its_default() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (MatchResult row : ROW.matcher(Files.readString(Path.of("docs/settings.md")))
                .results()
                .toList()) {
            listed.put(row.group(1), row.group(2).replace("`", "").trim());
        }

        assertEquals(settings(), listed);
    }

    @Test
    void no_document_names_a_setting_that_is_not_listed() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> documents = Files.list(Path.of("docs"))) {
            for (Path document : documents.filter(Files::isRegularFile).toList()) {
                NAME.matcher(Files.readString(document)).results().forEach(name -> named.add(name.group(1)));
            }
        }
        named.removeAll(settings().keySet());

        assertEquals(Set.of(), named);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.interrater")) {
            Class<?> type = found.reflect();
            ConfigMapping mapping = type.getAnnotation(ConfigMapping.class);
            if (mapping != null) {
                for (Method method : type.getDeclaredMethods()) {
                    WithDefault value = method.getAnnotation(WithDefault.class);
                    settings.put(mapping.prefix() + "." + kebab(method.getName()), value == null ? "" : value.value());
                }
            }
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                for (Parameter parameter : constructor.getParameters()) {
                    ConfigProperty property = parameter.getAnnotation(ConfigProperty.class);
                    // The demo's, and the command's, are set by the process itself, not by people.
                    if (property != null && property.name().matches("interrater\\.(?!demo\\.|migrations\\.).*")) {
                        settings.put(property.name(), property.defaultValue());
                    }
                }
            }
        }
        return settings;
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase();
    }
}
