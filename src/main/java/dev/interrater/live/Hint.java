package dev.interrater.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which project and tasks an event of Label Studio's webhooks is about. Its body has whole tasks and annotations: they are read as they come, and
 * nothing is kept of them but IDs. What cannot be read, or is more than that, is left out, for an event is no more than a hint.
 */
final class Hint {
    /** How many tasks of an event are kept. */
    private static final int MOST = 10_000;

    /** A text of a task, or of an annotation, is in memory as long as it is read. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(1024 * 1024).build())
            .build();

    private final JsonParser parser;
    private final ByteArrayFeeder feeder;

    /** Names of the fields that lead to the next value, outermost first. Lists have none: their values are where the list is. */
    private final Deque<String> path = new ArrayDeque<>();

    private final Set<Long> tasks = new LinkedHashSet<>();
    private Long project;
    private boolean broken;

    Hint() {
        try {
            parser = JSON.createNonBlockingByteArrayParser();
            feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads some more. */
    void add(byte[] part) {
        try {
            if (!broken) {
                feeder.feedInput(part, 0, part.length);
                for (JsonToken token = parser.nextToken(); isThere(token); token = parser.nextToken()) {
                    take(token);
                }
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    private static boolean isThere(JsonToken token) {
        return token != null && token != JsonToken.NOT_AVAILABLE;
    }

    private void take(JsonToken token) throws IOException {
        switch (token) {
            case FIELD_NAME -> {
                path.pollLast();
                path.addLast(parser.currentName());
            }
            case START_OBJECT -> path.addLast("");
            case END_OBJECT -> path.pollLast();
            case VALUE_NUMBER_INT -> {
                // Deeper ones are masks and coordinates, millions of them.
                if (path.size() == 2) {
                    take(path.peekFirst() + "." + path.peekLast());
                }
            }
            default -> {}
        }
    }

    private void take(String field) throws IOException {
        switch (field) {
            case "project.id", "annotation.project" -> project = parser.getLongValue();
            case "task.id", "tasks.id", "annotation.task" -> {
                if (tasks.size() < MOST) {
                    tasks.add(parser.getLongValue());
                }
            }
            default -> {}
        }
    }

    /** The project; null if it was not told. */
    Long project() {
        return project;
    }

    /** IDs of the tasks. */
    Long[] tasks() {
        return tasks.toArray(Long[]::new);
    }
}
