package dev.interrater.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * How long an instance that starts on a request lets it wait: from the start of the process to its first answer 200 to a
 * question that needs the database. Every packaging that was built, started in turn on a database that has its schema, each on
 * one CPU and with a heap as in 256 MB; the figures are medians.
 */
class ColdStartBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 10);
    private static final Path TARGET = Path.of("target");
    private static final Path PLAIN = TARGET.resolve("quarkus-app/quarkus-run.jar");
    private static final Path CACHED = TARGET.resolve("aot-app/quarkus-run.jar");

    private static final String OPTIONS = "@docker/jvm.options";
    private static final String MEMORY = "-XX:MaxRAM=256m";

    @Test
    void from_the_start_of_the_process_to_the_first_answer() throws Exception {
        Map<String, List<String>> subjects = subjects();
        TestDatabase.create("cold", "/label-studio/community.sql");
        Map<String, String> environment = TestDatabase.environment("cold", Map.of());
        migrate(environment);
        Organization organization = Organization.createIn(Sql.in("cold"));
        organization.job(organization.project(), "COMPLETED");
        environment.put("INTERRATER_DATABASE_MIGRATE_AT_START", "false");
        environment.put("INTERRATER_WORKER_ENABLED", "false");

        Map<String, List<ColdStart>> starts = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> subject : subjects.entrySet()) {
                ColdStart start = ColdStart.of(
                        subject.getValue(), environment, organization.owner().token());
                if (round >= 0) { // the first reads the files from the disk
                    starts.computeIfAbsent(subject.getKey(), none -> new ArrayList<>())
                            .add(start);
                }
            }
        }
        report(starts);
    }

    /** Names of what was built, and the commands that start it. */
    private static Map<String, List<String>> subjects() throws IOException {
        String java = java(System.getProperty("java.home"));
        Map<String, List<String>> subjects = new LinkedHashMap<>();
        subjects.put("plain jar", onOneCpu(java, MEMORY, "-jar", PLAIN.toString()));
        subjects.put("plain jar, jvm.options", onOneCpu(java, OPTIONS, MEMORY, "-jar", PLAIN.toString()));
        Path cache = CACHED.resolveSibling("app.aot");
        if (Files.exists(cache)) {
            subjects.put(
                    "AOT cache, jvm.options",
                    onOneCpu(
                            java,
                            OPTIONS,
                            MEMORY,
                            "-XX:AOTMode=on",
                            "-XX:AOTCache=" + cache,
                            "-jar",
                            CACHED.toString()));
        }
        String older = System.getProperty("older");
        if (older != null) {
            subjects.put(
                    "plain jar, " + Path.of(older).getFileName(),
                    onOneCpu(java(older), MEMORY, "-jar", PLAIN.toString()));
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(TARGET, "*-runner")) {
            files.forEach(file -> subjects.put("native", onOneCpu(file.toString(), "-Xmx64m")));
        }
        return subjects;
    }

    private static String java(String home) {
        return Path.of(home, "bin", "java").toString();
    }

    private static List<String> onOneCpu(String... command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
        pinned.addAll(List.of(command));
        return pinned;
    }

    private static void migrate(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        java(System.getProperty("java.home")), "-jar", PLAIN.toString(), "migrate")
                .inheritIO();
        builder.environment().putAll(environment);
        assertEquals(0, builder.start().waitFor());
    }

    private static void report(Map<String, List<ColdStart>> starts) {
        double plain = median(starts.values().iterator().next(), ColdStart::millis);
        System.out.printf("%n%-28s %8s %8s %8s %8s%n", "", "ms", "CPU ms", "RSS MB", "ratio");
        starts.forEach((name, all) -> System.out.printf(
                "%-28s %8.0f %8.0f %8.0f %8.2f%n",
                name,
                median(all, ColdStart::millis),
                median(all, ColdStart::cpuMillis),
                median(all, ColdStart::residentMegabytes),
                median(all, ColdStart::millis) / plain));
    }

    private static double median(List<ColdStart> starts, ToDoubleFunction<ColdStart> figure) {
        double[] sorted = starts.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
