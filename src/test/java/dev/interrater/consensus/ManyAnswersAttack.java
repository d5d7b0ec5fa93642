package dev.interrater.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The memory that is promised: ten million answers in 256 MB. */
class ManyAnswersAttack {
    @Test
    void ten_million_answers_of_three_a_task_fit_into_256_megabytes() throws Exception {
        assertEquals(0, ManyAnswers.inHeap(256, 3_333_334, 3, 200, 12));
    }

    @Test
    void ten_million_answers_of_one_a_task_fit_into_256_megabytes() throws Exception {
        assertEquals(0, ManyAnswers.inHeap(256, 10_000_000, 1, 200, 12));
    }
}
