package dev.interrater.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document that is kept, and served, says what the code says. So every change of the API is seen in a review. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class GeneratedDescriptionTest {
    /** What the code says is in {@code target} afterwards, to be kept. */
    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void the_code_says_what_is_kept(String format) throws IOException {
        String generated = RestAssured.given()
                .queryParam("format", format)
                .get("/q/generated-openapi")
                .asString();
        String name = "openapi." + format;
        Files.writeString(Path.of("target", name), generated);

        assertEquals(Files.readString(Path.of("docs", name)), generated, name);
    }
}
