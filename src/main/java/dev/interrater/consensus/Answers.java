package dev.interrater.consensus;

import java.util.ArrayList;
import java.util.List;

/**
 * Who answered what, of many tasks. Annotators and values are numbers from 0 on. Tasks that the same annotators answered alike share their
 * answers, as long as those are among the first {@value #SHARED} different ones: such a task takes a few bytes, any other at most ten and
 * four for each answer. It grows by blocks, so that nothing is ever copied.
 */
public final class Answers {
    /** Annotators, and values, that there can be. */
    public static final int MOST = Character.MAX_VALUE;

    private static final int SHARED = 1 << 16;
    private static final int SLOTS = 2 * SHARED;

    /** Spreads hashes that differ in few bits over all slots, by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    /** Stands for a task whose answers are its own; the others have the number of those that they share, and one. */
    private static final int OWN = 0;

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

    /** Is shown all answers, those that tasks share once. */
    @FunctionalInterface
    interface SharedVisitor {
        /** So many tasks with the same answers, as in {@link Visitor}. */
        void tasks(int tasks, char[] annotators, char[] values, int size);
    }

    private final Chars shared = new Chars();
    private final Chars own = new Chars();

    /** Of each that is shared: where it begins, and how many tasks have it. */
    private final int[] starts = new int[SHARED];

    private final int[] tasksOf = new int[SHARED];

    /** What is shared, by hash: its number, and one. */
    private final int[] slots = new int[SLOTS];

    private final Numbers described = new Numbers();
    private int different;
    private long last;
    private int tasks;
    private int answers;
    private int largest;

    /** Adds a task with so many of these answers; one without any is left out. */
    public void add(long id, int[] byAnnotators, int[] withValues, int size) {
        if (size == 0) {
            return;
        }
        described.add(id - last);
        last = id;
        int slot = slot(byAnnotators, withValues, size);
        if (slots[slot] == 0 && different < SHARED) {
            starts[different] = shared.size;
            shared.add(byAnnotators, withValues, size);
            slots[slot] = ++different;
        }
        if (slots[slot] == 0) {
            described.add(OWN);
            own.add(byAnnotators, withValues, size);
        } else {
            described.add(slots[slot]);
            tasksOf[slots[slot] - 1]++;
        }
        tasks++;
        answers += size;
        largest = Math.max(largest, size);
    }

    /** Where these answers are, or where they would be. */
    private int slot(int[] byAnnotators, int[] withValues, int size) {
        int hash = size;
        for (int i = 0; i < size; i++) {
            hash = (31 * hash + byAnnotators[i]) * 31 + withValues[i];
        }
        int slot = hash * SPREAD >>> Integer.numberOfLeadingZeros(SLOTS - 1);
        while (slots[slot] != 0 && !shared.is(starts[slots[slot] - 1], byAnnotators, withValues, size)) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    /** How many tasks have an answer. */
    public int tasks() {
        return tasks;
    }

    /** How many answers there are. */
    public int count() {
        return answers;
    }

    /** Bytes that all of it takes, but for what it takes when it is empty: a megabyte. */
    public long bytes() {
        return described.size + (long) Character.BYTES * (shared.size + (long) own.size);
    }

    /** Shows all tasks. */
    public void forEach(Visitor visitor) {
        char[] who = new char[largest];
        char[] what = new char[largest];
        Numbers.Reader reader = described.reader();
        long id = 0;
        int nextOwn = 0;
        for (int task = 0; task < tasks; task++) {
            id += reader.next();
            int number = (int) reader.next();
            int size;
            if (number == OWN) {
                size = own.read(nextOwn, who, what);
                nextOwn += Chars.taken(size);
            } else {
                size = shared.read(starts[number - 1], who, what);
            }
            visitor.task(id, who, what, size);
        }
    }

    /** Shows all answers, which is less than all tasks. */
    void forEachShared(SharedVisitor visitor) {
        char[] who = new char[largest];
        char[] what = new char[largest];
        for (int number = 0; number < different; number++) {
            int size = shared.read(starts[number], who, what);
            visitor.tasks(tasksOf[number], who, what, size);
        }
        for (int next = 0; next < own.size; ) {
            int size = own.read(next, who, what);
            visitor.tasks(1, who, what, size);
            next += Chars.taken(size);
        }
    }

    /** Lists of answers: how many, and then annotator and value of each. */
    private static final class Chars {
        private static final int BLOCK_BITS = 16;
        private static final int BLOCK = 1 << BLOCK_BITS;

        private final List<char[]> blocks = new ArrayList<>();
        private int size;

        /** What a list of so many answers takes. */
        static int taken(int answers) {
            return 1 + 2 * answers;
        }

        void add(int[] byAnnotators, int[] withValues, int size) {
            add(size);
            for (int i = 0; i < size; i++) {
                add(byAnnotators[i]);
                add(withValues[i]);
            }
        }

        private void add(int number) {
            if ((size & BLOCK - 1) == 0) {
                blocks.add(new char[BLOCK]);
            }
            blocks.get(size >> BLOCK_BITS)[size & BLOCK - 1] = (char) number;
            size++;
        }

        private char at(int place) {
            return blocks.get(place >> BLOCK_BITS)[place & BLOCK - 1];
        }

        boolean is(int start, int[] byAnnotators, int[] withValues, int size) {
            boolean same = at(start) == size;
            for (int i = 0; same && i < size; i++) {
                same = at(start + 1 + 2 * i) == byAnnotators[i] && at(start + 2 + 2 * i) == withValues[i];
            }
            return same;
        }

        int read(int start, char[] who, char[] what) {
            int size = at(start);
            for (int i = 0; i < size; i++) {
                who[i] = at(start + 1 + 2 * i);
                what[i] = at(start + 2 + 2 * i);
            }
            return size;
        }
    }

    /** Numbers, of which small ones take a byte: seven bits of each byte, the lowest first, and one that says whether more follow. */
    private static final class Numbers {
        private static final int BLOCK_BITS = 16;
        private static final int BLOCK = 1 << BLOCK_BITS;
        private static final int BITS = 7;
        private static final int MORE = 1 << BITS;

        private final List<byte[]> blocks = new ArrayList<>();
        private int size;

        void add(long number) {
            long rest = number;
            while ((rest & -MORE) != 0) {
                addByte((int) rest | MORE);
                rest >>>= BITS;
            }
            addByte((int) rest);
        }

        private void addByte(int bits) {
            if ((size & BLOCK - 1) == 0) {
                blocks.add(new byte[BLOCK]);
            }
            blocks.get(size >> BLOCK_BITS)[size & BLOCK - 1] = (byte) bits;
            size++;
        }

        Reader reader() {
            return new Reader();
        }

        final class Reader {
            private int place;

            long next() {
                long number = 0;
                for (int shift = 0; ; shift += BITS) {
                    byte bits = blocks.get(place >> BLOCK_BITS)[place & BLOCK - 1];
                    place++;
                    number |= (bits & MORE - 1L) << shift;
                    if (bits >= 0) {
                        return number;
                    }
                }
            }
        }
    }
}
