package dev.interrater;

import static dev.interrater.testing.Api.STATUS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.interrater.testing.DatabaseProxy;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * What a start costs until the first answer from the database, the status of a project's newest job, of an instance that starts on
 * a request. It is counted and not timed, so that a library or a setting which makes starts slower is found on any machine.
 */
@DisabledIfSystemProperty(named = "tracing", matches = ".*", disabledReason = "the figures are those without traces")
class StartBudgetIT {
    /** What was counted last. Whoever lowers one writes it down here; whoever raises one by more than a tenth says why. */
    private static final Map<String, Long> KEPT = Map.of(
            "classes loaded", 8_520L,
            "classes that only later calls need", 0L,
            "configuration properties mapped", 744L,
            "beans created", 82L,
            "statements executed", 2L);

    /** A class each of migrations, of the parser of HQL, and of what resources declare of themselves. */
    private static final Set<String> LATER = Set.of(
            "org.flywaydb.core.internal.plugin.PluginRegister",
            "org.hibernate.grammars.hql.HqlParser",
            "org.eclipse.microprofile.openapi.annotations.Operation");

    private static final Path CLASSES = Path.of("target", "start-classes.log");
    private static final Pattern JDK = Pattern.compile("^(java|javax|jdk|sun|com\\.sun)\\.|0x|\\$\\$Lambda");
    private static final String MAPPING = "$$CMImpl";

    @Test
    void a_start_costs_at_most_a_tenth_more_than_it_did() throws Exception {
        assumeFalse(Service.isNative(), "an executable has loaded its classes when it was built");
        Map<String, Long> counted = start();
        System.out.println("A start costs " + counted);

        List<String> raised = new ArrayList<>();
        counted.forEach((name, count) -> {
            if (count * 10 > KEPT.get(name) * 11) {
                raised.add(name + ": " + count + ", and were " + KEPT.get(name));
            }
        });
        assertEquals(List.of(), raised);
    }

    private static Map<String, Long> start() throws Exception {
        TestDatabase.create("budget", "/label-studio/community.sql");
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:"
                        + DatabaseProxy.start(TestDatabase.server().port()) + "/budget",
                "QUARKUS_DATASOURCE_USERNAME",
                "interrater",
                "QUARKUS_DATASOURCE_PASSWORD",
                "interrater"));
        TestDatabase.migrate(environment);
        Organization organization = Organization.createIn(Sql.in("budget"));
        int project = organization.project();
        organization.job(project, "COMPLETED");
        environment.put("INTERRATER_DATABASE_MIGRATE_AT_START", "false");
        environment.put("INTERRATER_WORKER_ENABLED", "false");

        int before = DatabaseProxy.statements();
        try (Service service = Service.launch(
                        environment, "-Xlog:class+load=info:file=" + CLASSES + ":none:filecount=0")
                .awaitStart()) {
            assertEquals(
                    200,
                    service.get(
                                    STATUS + "?project_id=" + project,
                                    organization.owner().token())
                            .statusCode(),
                    service.output()::toString);
            Map<String, Long> counted = new LinkedHashMap<>();
            counted.put("statements executed", (long) DatabaseProxy.statements() - before);
            List<String> classes = classes();
            counted.put("classes loaded", (long) classes.size());
            counted.put(
                    "classes that only later calls need",
                    classes.stream().filter(LATER::contains).count());
            counted.put("configuration properties mapped", properties(classes));
            counted.put("beans created", beans(service.pid()));
            return counted;
        }
    }

    /** All but Java's own, and those that Java makes of lambdas: both differ from version to version. */
    private static List<String> classes() throws IOException {
        return Files.readAllLines(CLASSES).stream()
                .map(line -> line.replaceAll(" .*", ""))
                .filter(name -> !JDK.matcher(name).find())
                .toList();
    }

    /** The methods of all interfaces that configuration was mapped to. */
    private static long properties(List<String> classes) throws ClassNotFoundException {
        long properties = 0;
        for (String name : classes) {
            if (name.endsWith(MAPPING)) {
                Class<?> mapping = Class.forName(
                        name.substring(0, name.length() - MAPPING.length()),
                        false,
                        StartBudgetIT.class.getClassLoader());
                properties += Arrays.stream(mapping.getDeclaredMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .count();
            }
        }
        return properties;
    }

    /** The instances that the container keeps. */
    private static long beans(long service) throws IOException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(service),
                        "GC.class_histogram")
                .start();
        return new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("io.quarkus.arc.impl.ContextInstanceHandleImpl"))
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[1]))
                .sum();
    }
}
