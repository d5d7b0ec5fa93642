package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is nested in a body. */
class FieldsTest {
    private static Fields json(String body) {
        return RequestParser.parse("application/json", body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_fields_of_an_object_are_read_like_all_others() {
        Fields inner = json("{'metric_params': {'window': '3', 'of': {'strict': 'yes'}}}")
                .object("metric_params");

        assertEquals(3, inner.integer("window"));
        assertEquals(true, inner.object("of").bool("strict"));
        assertNull(inner.object("window2"));
    }

    @Test
    void errors_within_an_object_are_named_with_its_name_and_told_with_all_others() {
        Fields fields = json("{'order': 'x', 'metric_params': {'threshold': [], 'of': {'window': 0}}, 'list': [1]}");
        fields.integer("order");
        fields.object("list");
        Fields inner = fields.object("metric_params");
        inner.integer("threshold");
        inner.object("of").positive("window");

        assertEquals(
                Map.of(
                        "order", List.of("A valid integer is required."),
                        "list", List.of("Expected an object of fields."),
                        "metric_params.threshold", List.of("A valid integer is required."),
                        "metric_params.of.window", List.of("Ensure this value is greater than or equal to 1.")),
                assertThrows(ApiError.class, fields::verify).validationErrors());
    }
}
