package dev.interrater.analytics;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Sql;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Projects whose annotators have answered, their backfill, and what the API says of them then. */
abstract class AnsweredProjects {
    static final ObjectMapper JSON = new ObjectMapper();
    static final double PRINTED = 1e-5;
    static final double ROUNDING = 1e-9;
    static final String RATING = "<View><Rating name='answer' toName='text'/></View>";
    static final String CHOICES = "<View><Choices name='answer' toName='text'/></View>";

    final Sql sql = Sql.in("worker");
    final Organization organization = Organization.createIn(sql);

    /** An answer of "." is an annotation without one, and one of "-" no annotation. */
    Labelling labelled(String config, Function<String, String> result, String... observers) {
        Labelling labelling = Labelling.create(sql, organization, config);
        String[][] rows = Arrays.stream(observers).map(row -> row.split(" ")).toArray(String[][]::new);
        List<Organization.User> annotators =
                Stream.generate(organization::member).limit(rows.length).toList();
        for (int unit = 0; unit < rows[0].length; unit++) {
            int task = labelling.task();
            for (int i = 0; i < rows.length; i++) {
                if (!rows[i][unit].equals("-")) {
                    String answer = rows[i][unit].equals(".") ? "[]" : result.apply(rows[i][unit]);
                    labelling.annotation(task, annotators.get(i), answer);
                }
            }
        }
        return labelling;
    }

    static String rating(String stars) {
        return """
                [{"id": "1", "from_name": "answer", "to_name": "text", "type": "rating", "value": {"rating": %s}}]
                """.formatted(stars);
    }

    static String choice(String choice) {
        return Labelling.choice("answer", choice);
    }

    void backfill(Labelling labelling) {
        long job = organization.job(labelling.project(), "QUEUED");
        await().until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                .equals("COMPLETED"));
    }

    static String path(Labelling labelling) {
        return "/api/projects/" + labelling.project() + "/analytics/data-quality/agreement-analysis/coefficients";
    }

    JsonNode get(String path) {
        String body = Api.as(organization.owner())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }

    JsonNode coefficients(Labelling labelling) {
        backfill(labelling);
        JsonNode dimensions = get(path(labelling));
        assertEquals(1, dimensions.size());
        return dimensions.get(0);
    }

    static void assertValue(double expected, JsonNode coefficient, double tolerance) {
        assertTrue(coefficient.path("reason").isNull(), coefficient.toString());
        assertEquals(expected, coefficient.path("value").asDouble(), tolerance);
    }

    static void assertUndefined(String reason, JsonNode coefficient) {
        assertTrue(coefficient.path("value").isNull(), coefficient.toString());
        assertEquals(reason, coefficient.path("reason").asText());
    }
}
