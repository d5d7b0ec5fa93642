package dev.interrater.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.metric.Answer;
import dev.interrater.metric.Place;
import dev.interrater.metric.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The single values that an answer consists of, from the answer and from the text that is kept of it. */
class CategoryTest {
    @Test
    void a_literal_is_its_text_or_its_json() {
        assertValues(List.of("left"), new Value.Literal("\"left\""));
        assertValues(List.of("\"quoted\""), new Value.Literal("\"\\\"quoted\\\"\""));
        assertValues(List.of("[1]"), new Value.Literal("\"[1]\""));
        assertValues(List.of("{\"best\":[\"a\"]}"), new Value.Literal("{\"best\":[\"a\"]}"));
        assertValues(List.of("null"), new Value.Literal("null"));
    }

    @Test
    void choices_are_each_by_itself_with_those_above() {
        assertValues(List.of("A", "B / C"), new Value.Choices(List.of(List.of("A"), List.of("B", "C"), List.of("A"))));
    }

    @Test
    void numbers_are_as_people_write_them() {
        assertValues(List.of("3"), new Value.Quantity(3));
        assertValues(List.of("0.25"), new Value.Quantity(0.25));
    }

    private static void assertValues(List<String> expected, Value value) {
        Answer answer = new Answer.Values(Map.of(Place.WHOLE_TASK, value));
        assertEquals(expected, Category.values(answer));
        assertEquals(expected, Category.values(Category.of(answer)));
    }
}
