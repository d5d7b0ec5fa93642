package dev.interrater.agreement;

import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Where the work of a job goes: sums over its pages. As one page is written while the next is read and compared, and several
 * threads compare, they may add up to more than the time that has passed.
 */
public final class WorkTimes {
    private final LongAdder reading = new LongAdder();
    private final LongAdder computing = new LongAdder();
    private final LongAdder writing = new LongAdder();

    <T> Uni<T> reading(Uni<T> work) {
        return timed(work, reading);
    }

    <T> T computing(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            computing.add(System.nanoTime() - start);
        }
    }

    /** Times writing, from its beginning to its commit. */
    public <T> Uni<T> writing(Uni<T> work) {
        return timed(work, writing);
    }

    private static <T> Uni<T> timed(Uni<T> work, LongAdder sum) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return work.onTermination().invoke(() -> sum.add(System.nanoTime() - start));
        });
    }

    /** The shares, for people. */
    @Override
    public String toString() {
        double all = Math.max(1, reading.sum() + computing.sum() + writing.sum()) / 100.0;
        return String.format(
                Locale.ROOT,
                "reading %.0f%%, computing %.0f%%, writing %.0f%%",
                reading.sum() / all,
                computing.sum() / all,
                writing.sum() / all);
    }
}
