package dev.interrater.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputePoolTest {
    private static final int THREADS = 3;

    private final ComputePool pool = new ComputePool(THREADS);

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 12, 13, 1000})
    void results_come_in_the_order_of_the_items(int size) {
        List<Integer> items = IntStream.range(0, size).boxed().toList();
        assertEquals(
                items.stream().map(i -> "" + i).toList(),
                pool.map(items, i -> "" + i).await().indefinitely());
    }

    @Test
    void all_threads_work_at_the_same_time() {
        CyclicBarrier meeting = new CyclicBarrier(THREADS);
        List<Integer> items = IntStream.range(0, THREADS).boxed().toList();
        assertEquals(items, pool.map(items, i -> met(meeting, i)).await().indefinitely());
    }

    private static int met(CyclicBarrier meeting, int item) {
        try {
            meeting.await();
            return item;
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_an_item_throws_is_the_failure() {
        StoppedException stopped = new StoppedException();
        List<Integer> items = IntStream.range(0, 100).boxed().toList();
        assertSame(
                stopped,
                assertThrows(
                        StoppedException.class,
                        () -> pool.map(items, i -> {
                                    if (i == 57) {
                                        throw stopped;
                                    }
                                    return i;
                                })
                                .await()
                                .indefinitely()));
    }
}
