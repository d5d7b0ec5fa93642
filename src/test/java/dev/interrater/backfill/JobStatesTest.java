package dev.interrater.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the document, its diagram, the enum and the table together. */
class JobStatesTest {
    private static final Set<String> STATUSES =
            Arrays.stream(JobStatus.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));

    private final JobStates states = JobStates.read();

    @Test
    void the_diagram_has_the_states_of_the_enum() {
        assertEquals(STATUSES, states.states());
    }

    @Test
    void each_state_has_a_section_that_says_what_leads_in_and_out() {
        for (String status : STATUSES) {
            Matcher section =
                    Pattern.compile("(?s)\n## " + status + "\n(.*?)(\n## |$)").matcher(states.document());
            assertTrue(section.find(), status);
            assertTrue(section.group(1).contains("\n- In: "), status);
            assertTrue(section.group(1).contains("\n- Out: "), status);
        }
    }

    @Test
    void the_document_and_the_enum_say_the_same_of_each_state() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/interrater/backfill/JobStatus.java"));
        for (String status : STATUSES) {
            Matcher javadoc = Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + status + "\\b")
                    .matcher(source);
            assertTrue(javadoc.find(), status);
            Matcher section = Pattern.compile("\n## " + status + "\n([^.]*\\.)").matcher(states.document());
            assertTrue(section.find(), status);
            assertEquals(
                    section.group(1).replaceAll("\\s+", " "),
                    javadoc.group(1).replaceAll("[\\s*]+", " ").trim().replaceFirst("\\..*", "."));
        }
    }

    @Test
    void each_state_begins_somewhere_and_only_ended_ones_end() {
        for (String status : STATUSES) {
            assertTrue(states.edges().stream().anyMatch(edge -> edge.endsWith("> " + status)), status);
        }
        Set<String> ends = states.edges().stream()
                .filter(edge -> edge.endsWith("> [*]"))
                .map(edge -> edge.split(" ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("COMPLETED", "FAILED"), ends);
        ends.forEach(end -> assertEquals(
                1L,
                states.edges().stream()
                        .filter(edge -> edge.startsWith(end + " "))
                        .count(),
                end));
    }

    @Test
    void the_table_checks_the_same_states() throws IOException {
        String schema = Files.readString(Path.of("src/main/resources/db/migration/V1__backfill_jobs.sql"));
        Matcher check = Pattern.compile("status_is_known CHECK \\(status IN \\(([^)]*)\\)\\)")
                .matcher(schema);
        assertTrue(check.find());

        assertEquals(
                STATUSES,
                Stream.of(check.group(1).split(", "))
                        .map(status -> status.replace("'", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
        // What is in flight, by the unique index, is what has not ended, by the diagram.
        assertTrue(schema.contains("WHERE status IN ('PENDING', 'QUEUED', 'RUNNING') AND project_id IS NOT NULL"));
    }
}
