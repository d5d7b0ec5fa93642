package dev.interrater.quality;

import dev.interrater.consensus.Answers;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of all tasks in one dimension, as numbers, with bounds on how many there may be: the heap of the process must not depend on
 * the project.
 */
final class DimensionAnswers {
    private static final int MOST_VALUES = 500;
    private static final int MOST_ANNOTATORS = 10_000;

    /** Probabilities of the model: annotators × values². Each takes 24 bytes. */
    private static final long MOST_PROBABILITIES = 2_000_000;

    private final long mostBytes;
    private final boolean models;
    private final Answers answers = new Answers();
    private final Map<String, Integer> values = new HashMap<>();
    private final Map<Long, Integer> participants = new HashMap<>();
    private final List<String> valueTexts = new ArrayList<>();
    private final List<Long> participantIds = new ArrayList<>();
    private int[] who = new int[0];
    private int[] what = new int[0];
    private long last;
    private String reason;

    /** With so many bytes of answers at most, and whether versions of models take part. */
    DimensionAnswers(long mostBytes, boolean models) {
        this.mostBytes = mostBytes;
        this.models = models;
    }

    /** Adds a task of {@link ConsensusSql#ANSWERS}. */
    void add(Row row) {
        last = row.getLong("task_id");
        Long[] ids = row.getArrayOfLongs("participants");
        String[] texts = row.getArrayOfStrings("answers");
        if (who.length < ids.length) {
            who = new int[ids.length];
            what = new int[ids.length];
        }
        int size = 0;
        for (int i = 0; i < ids.length; i++) {
            if (texts[i] != null && (ids[i] > 0 || models && ids[i] < 0)) {
                who[size] = number(ids[i], participants, participantIds);
                what[size++] = number(texts[i], values, valueTexts);
            }
        }
        bound();
        if (reason == null) {
            answers.add(last, who, what, size);
        }
    }

    private static <T> int number(T item, Map<T, Integer> numbers, List<T> items) {
        return numbers.computeIfAbsent(item, added -> {
            items.add(added);
            return items.size() - 1;
        });
    }

    private void bound() {
        if (values.size() > MOST_VALUES) {
            reason = "There are more than " + MOST_VALUES + " different values.";
        } else if (participants.size() > MOST_ANNOTATORS) {
            reason = "There are more than " + MOST_ANNOTATORS + " annotators.";
        } else if ((long) participants.size() * values.size() * values.size() > MOST_PROBABILITIES) {
            reason = "There are too many annotators for so many different values.";
        } else if (answers.bytes() > mostBytes) {
            reason = "There are too many answers for the memory that they may take.";
        }
    }

    /** Why there is no consensus of them; null where there is one. */
    String reason() {
        return reason == null && answers.tasks() == 0 ? "Nobody has answered." : reason;
    }

    /** The task that was added last; 0 before the first. */
    long last() {
        return last;
    }

    Answers answers() {
        return answers;
    }

    /** By their numbers. */
    List<String> values() {
        return valueTexts;
    }

    /** Annotators' user IDs, and versions of models as numbers less than 0, by their numbers. */
    List<Long> participants() {
        return participantIds;
    }
}
