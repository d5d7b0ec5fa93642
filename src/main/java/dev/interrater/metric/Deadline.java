package dev.interrater.metric;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long comparing may take. It belongs to the thread that compares, so that metrics need not hand it on: whatever can take
 * long looks at it again and again, with {@link #check}. Work that nobody has set a deadline for may take as long as it does.
 */
public final class Deadline {
    private static final ThreadLocal<Deadline> CURRENT = new ThreadLocal<>();

    private final LongSupplier nanoTime;
    private final long start;
    private final Duration most;

    private Deadline(Duration most, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.most = most;
    }

    /**
     * Does some work on this thread, which from now on has so much time.
     *
     * @param nanoTime a clock in nanoseconds, as {@link System#nanoTime} is one
     * @throws IncomparableAnswerException if the time is over before the work is done
     */
    public static <T> T within(Duration most, LongSupplier nanoTime, Supplier<T> work) {
        Deadline outer = CURRENT.get();
        CURRENT.set(new Deadline(most, nanoTime));
        try {
            return work.get();
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Ends the work if its time is over. */
    public static void check() {
        Deadline current = CURRENT.get();
        if (current != null && current.nanoTime.getAsLong() - current.start >= current.most.toNanos()) {
            throw new IncomparableAnswerException(
                    "comparing takes longer than " + current.most.toString().substring(2));
        }
    }
}
