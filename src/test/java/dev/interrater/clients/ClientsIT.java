package dev.interrater.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import jakarta.annotation.Nonnull;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Clients that are generated from the kept OpenAPI document, each checked as strictly as its language can, and then at work: everything
 * that programs do with the packaged service, its errors included. {@code -Dclients} generates and tries them.
 */
@EnabledIfSystemProperty(named = "clients", matches = ".*")
class ClientsIT {
    private static final String DATABASE = "clients";
    private static final Path DOCUMENT = Path.of("docs", "openapi.yaml").toAbsolutePath();
    private static final String CONFIG = "<View><Text name='text' value='$text'/><Choices name='mood' toName='text'>"
            + "<Choice value='Good'/><Choice value='Bad'/></Choices></View>";

    private static Service service;

    @BeforeAll
    static void start() {
        TestDatabase.create(DATABASE, "/label-studio/worker.sql");
        // It does not look for jobs by itself, so that one that is PENDING stays so until it is cancelled.
        service = Service.launch(TestDatabase.environment(DATABASE, Map.of("INTERRATER_WORKER_POLL", "10M")))
                .awaitStart();
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    private static Sql sql() {
        return Sql.in(DATABASE);
    }

    @Test
    void the_document_has_nothing_that_spectral_or_redocly_finds() throws Exception {
        Workshop.node();
        Workshop.run(
                "spectral",
                Workshop.DIRECTORY,
                List.of(
                        Workshop.program("spectral"),
                        "lint",
                        "--fail-severity=hint",
                        "--ruleset",
                        Workshop.SOURCES.resolve("spectral.yaml").toString(),
                        DOCUMENT.toString()));
        String found = Workshop.run(
                "redocly",
                Workshop.DIRECTORY,
                List.of(
                        Workshop.program("redocly"),
                        "lint",
                        "--config",
                        Workshop.SOURCES.resolve("redocly.yaml").toString(),
                        DOCUMENT.toString()),
                Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"));
        // Warnings are no failures to it.
        assertTrue(found.contains("is valid") && !found.contains("You have"), found);
    }

    @Test
    void the_client_for_java_compiles_without_a_warning_and_does_everything() throws Exception {
        Path classes = Workshop.DIRECTORY.resolve("java-classes");
        String libraries = Stream.of(
                        ObjectMapper.class, JsonParser.class, JsonInclude.class, JavaTimeModule.class, Nonnull.class)
                .map(ClientsIT::library)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> compile = new ArrayList<>(List.of(
                // Its serializers have no version of their own, and it calls methods of Jackson that have new names by
                // now.
                "-Xlint:all,-processing,-serial,-deprecation", "-Werror", "-d", classes.toString(), "-cp", libraries));
        try (Stream<Path> generated = Files.walk(Workshop.DIRECTORY.resolve("java/src/main/java"))) {
            generated
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(compile::add);
        }
        compile.add(Workshop.SOURCES.resolve("java/Story.java").toString());
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, compile.toArray(String[]::new)));

        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        tell("java", List.of(java, "-cp", classes + File.pathSeparator + libraries, "Story"));
    }

    private static String library(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_client_for_typescript_is_strictly_typed_and_does_everything() throws Exception {
        Workshop.node();
        Path directory = Workshop.DIRECTORY.resolve("typescript");
        copy("typescript", directory);
        Workshop.run("tsc", directory, List.of(Workshop.program("tsc"), "--project", "."));

        tell("typescript", List.of("node", directory.resolve("out/story.js").toString()));
    }

    @Test
    void the_client_for_python_is_typed_and_does_everything() throws Exception {
        String python = Workshop.python();
        Path directory = Workshop.DIRECTORY.resolve("python");
        copy("python", directory);
        // What is generated is as strict as its own settings say; what is written for it is strict.
        Workshop.run("mypy-client", directory, List.of(python, "-m", "mypy", "-p", "interrater_client"));
        Workshop.run(
                "mypy-story",
                directory,
                List.of(python, "-m", "mypy", "--strict", "--follow-imports=silent", "story.py"));

        tell("python", List.of(python, directory.resolve("story.py").toString()));
    }

    @Test
    void the_programs_of_the_guide_run() throws Exception {
        Organization organization = Organization.createIn(sql());
        Labelling labelling = labelled(
                organization, Stream.generate(organization::member).limit(3).toList());
        List<String> arguments = List.of(
                "http://localhost:" + service.port(),
                organization.owner().token(),
                String.valueOf(labelling.project()));
        String python = Workshop.python();
        Path programs = Workshop.SOURCES.resolve("python");

        assertTrue(guided("plain", List.of(python, programs.resolve("plain.py").toString()), arguments)
                .startsWith("COMPLETED"));
        guided("heatmap", List.of(python, programs.resolve("heatmap.py").toString()), arguments);
        assertTrue(Files.size(Workshop.DIRECTORY.resolve("heatmap.png")) > 0);
        String answers = guided(
                "curl", List.of("bash", Workshop.SOURCES.resolve("curl.sh").toString()), arguments);
        assertTrue(answers.contains("\"jobs_queued\":1") && answers.contains("\"progress_data\""), answers);
    }

    private static String guided(String name, List<String> program, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments);
        return Workshop.run(name, Workshop.DIRECTORY, command, Map.of("MPLBACKEND", "agg"));
    }

    private static void copy(String from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(Workshop.SOURCES.resolve(from))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The story of a program, in an organization of its own, and then that of the same program while the database is away. */
    private static void tell(String language, List<String> program) throws Exception {
        Organization organization = Organization.createIn(sql());
        List<User> annotators = Stream.generate(organization::member).limit(3).toList();
        Labelling labelling = labelled(organization, annotators);
        int task = sql().<Integer>value("SELECT max(id) FROM task WHERE project_id = ?", labelling.project());
        int other = organization.project();
        organization.job(other, "PENDING");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "http://localhost:" + service.port(),
                organization.owner().token(),
                annotators.get(0).token(),
                String.valueOf(labelling.project())));
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(String.valueOf(other), String.valueOf(task)));
        Workshop.run(language + "-story", Workshop.DIRECTORY, whole);

        sql().run("ALTER TABLE agreement.backfill_job RENAME TO away");
        try {
            Workshop.run(language + "-outage", Workshop.DIRECTORY, command);
        } finally {
            sql().run("ALTER TABLE agreement.away RENAME TO backfill_job");
        }
    }

    /** A project of four tasks that three have answered, the third of them in another way half the time. */
    private static Labelling labelled(Organization organization, List<User> annotators) {
        Labelling labelling = Labelling.create(sql(), organization, CONFIG);
        for (String answers : List.of("Good Good Good", "Good Good Bad", "Bad Bad Bad", "Bad Bad Good")) {
            int task = labelling.task();
            String[] each = answers.split(" ");
            for (int i = 0; i < each.length; i++) {
                labelling.annotation(task, annotators.get(i), Labelling.choice("mood", each[i]));
            }
        }
        return labelling;
    }
}
