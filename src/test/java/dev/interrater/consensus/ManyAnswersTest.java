package dev.interrater.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ManyAnswersTest {
    /** A tenth of what {@link ManyAnswersAttack} tries, in a tenth of the memory. */
    @Test
    void a_million_answers_fit_into_twenty_six_megabytes() throws Exception {
        assertEquals(0, ManyAnswers.inHeap(26, 330_000, 3, 50, 5));
    }
}
