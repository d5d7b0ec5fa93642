package dev.interrater.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.JobTransitions;
import dev.interrater.testing.Organization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The states of a job and the ways between them, as the diagram of docs/job-states.md draws them: nowhere else are they listed.
 *
 * @param document the whole text
 * @param edges such as {@code QUEUED --> RUNNING}; {@code [*]} is where jobs come from and where they end
 */
record JobStates(String document, Set<String> edges) {
    private static final Path DOCUMENT = Path.of("docs", "job-states.md");
    private static final Pattern EDGE = Pattern.compile("^ *(\\S+ --> \\S+) *(:.*)?$", Pattern.MULTILINE);

    static JobStates read() {
        try {
            String document = Files.readString(DOCUMENT);
            Set<String> edges = new TreeSet<>();
            Matcher edge = EDGE.matcher(document);
            while (edge.find()) {
                edges.add(edge.group(1));
            }
            return new JobStates(document, edges);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The states that the diagram draws. */
    Set<String> states() {
        Set<String> states = new TreeSet<>();
        edges.forEach(edge -> states.addAll(Set.of(edge.split(" --> "))));
        states.remove("[*]");
        return states;
    }

    /** Fails when a job of the organization has gone a way that is not drawn. (Its first status may be a fixture's.) */
    static void assertLegal(Organization organization) {
        Set<String> illegal = JobTransitions.of(organization);
        illegal.removeIf(edge -> edge.startsWith("[*]"));
        illegal.removeAll(read().edges());
        assertEquals(Set.of(), illegal);
    }
}
