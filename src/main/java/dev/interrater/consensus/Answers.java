package dev.interrater.consensus;

import java.util.ArrayList;
import java.util.List;

/**
 * Who answered what, of many tasks: four bytes for an answer and ten for a task. Annotators and values are numbers from 0 on. It grows
 * by blocks, so that nothing is ever copied.
 */
public final class Answers {
    /** Annotators, and values, that there can be. */
    public static final int MOST = Character.MAX_VALUE;

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int IN_BLOCK = BLOCK - 1;

    /** Is shown every task in the order in which they were added. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A task.
         *
         * @param annotators of its answers; only the first {@code size} count, and only during the call
         * @param values of its answers, likewise
         */
        void task(long id, char[] annotators, char[] values, int size);
    }

    private final List<long[]> ids = new ArrayList<>();
    private final List<char[]> sizes = new ArrayList<>();
    private final List<char[]> annotators = new ArrayList<>();
    private final List<char[]> values = new ArrayList<>();
    private int tasks;
    private int answers;
    private int largest;

    /** Adds a task with so many of these answers; one without any is left out. */
    public void add(long id, int[] byAnnotators, int[] withValues, int size) {
        if (size == 0) {
            return;
        }
        if ((tasks & IN_BLOCK) == 0) {
            ids.add(new long[BLOCK]);
            sizes.add(new char[BLOCK]);
        }
        ids.get(tasks >> BLOCK_BITS)[tasks & IN_BLOCK] = id;
        sizes.get(tasks >> BLOCK_BITS)[tasks & IN_BLOCK] = (char) size;
        tasks++;
        largest = Math.max(largest, size);
        for (int i = 0; i < size; i++) {
            if ((answers & IN_BLOCK) == 0) {
                annotators.add(new char[BLOCK]);
                values.add(new char[BLOCK]);
            }
            annotators.get(answers >> BLOCK_BITS)[answers & IN_BLOCK] = (char) byAnnotators[i];
            values.get(answers >> BLOCK_BITS)[answers & IN_BLOCK] = (char) withValues[i];
            answers++;
        }
    }

    /** How many tasks have an answer. */
    public int tasks() {
        return tasks;
    }

    /** How many answers there are. */
    public int count() {
        return answers;
    }

    /** Shows all tasks. */
    public void forEach(Visitor visitor) {
        char[] who = new char[largest];
        char[] what = new char[largest];
        int next = 0;
        for (int task = 0; task < tasks; task++) {
            int size = sizes.get(task >> BLOCK_BITS)[task & IN_BLOCK];
            for (int i = 0; i < size; i++, next++) {
                who[i] = annotators.get(next >> BLOCK_BITS)[next & IN_BLOCK];
                what[i] = values.get(next >> BLOCK_BITS)[next & IN_BLOCK];
            }
            visitor.task(ids.get(task >> BLOCK_BITS)[task & IN_BLOCK], who, what, size);
        }
    }
}
