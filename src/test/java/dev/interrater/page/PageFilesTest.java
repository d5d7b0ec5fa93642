package dev.interrater.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of the page: what they weigh, how they are kept, and what they may do. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class PageFilesTest {
    private static final int MOST_BYTES = 60 * 1024;
    private static final Pattern ASSET = Pattern.compile("\"(/agreement/assets/[0-9a-f]{16}/[a-z-]+\\.[a-z]+)\"");

    @Test
    void it_knows_every_file_that_there_is() throws IOException {
        Set<String> files = new TreeSet<>();
        try (var listed = Files.list(Path.of("src", "main", "resources", "page"))) {
            listed.forEach(file -> files.add(file.getFileName().toString()));
        }
        files.remove("index.html");

        assertEquals(files, new TreeSet<>(PageFiles.NAMES));
    }

    @Test
    void the_first_load_weighs_at_most_60_kB() {
        int bytes = compressed("/agreement/").header("Content-Length").length() > 0
                ? Integer.parseInt(compressed("/agreement/").header("Content-Length"))
                : 0;
        List<String> assets = assets();
        for (String asset : assets) {
            bytes += Integer.parseInt(compressed(asset).header("Content-Length"));
        }

        assertEquals(PageFiles.NAMES.size(), assets.size());
        assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
        System.out.println("The first load weighs " + bytes + " bytes");
    }

    @Test
    void every_view_is_the_same_document_that_may_load_nothing_from_elsewhere_and_is_asked_for_again() {
        for (String view :
                List.of("/agreement/", "/agreement/backfills", "/agreement/projects/12/members?dimension=4")) {
            Response answer = given().urlEncodingEnabled(false).get(view);

            assertEquals(200, answer.statusCode());
            assertEquals(
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                            + "base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
                    answer.header("Content-Security-Policy"));
            assertEquals("no-cache", answer.header("Cache-Control"));
            assertEquals(
                    304,
                    given().header("If-None-Match", answer.header("ETag"))
                            .get(view)
                            .statusCode());
            assertFalse(answer.asString().matches("(?s).*(<style|style=|<script>|onclick=).*"));
        }
    }

    @Test
    void what_it_loads_is_kept_for_ever_at_an_address_of_its_own() {
        for (String asset : assets()) {
            given().get(asset)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "public, max-age=31536000, immutable")
                    .header("X-Content-Type-Options", "nosniff");
            given().get(asset.replaceFirst("[0-9a-f]{16}", "0123456789abcdef"))
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "no-store");
        }
    }

    @Test
    void a_file_that_it_does_not_have_is_an_error_in_the_shape_of_all_others() {
        given().get("/agreement/assets/0123456789abcdef/nothing.js")
                .then()
                .statusCode(404)
                .body("status_code", equalTo(404));
        given().get("/agreement/assets/0123456789abcdef/..%2Findex.html").then().statusCode(404);
    }

    @Test
    void who_asks_for_the_service_itself_is_led_to_the_page() {
        for (String path : List.of("/", "/agreement")) {
            given().redirects()
                    .follow(false)
                    .get(path)
                    .then()
                    .statusCode(302)
                    .header("Location", containsString("/agreement/"));
        }
    }

    @Test
    void the_icon_that_browsers_ask_for_beside_an_answer_that_is_no_page_is_that_of_the_page() {
        given().get("/favicon.ico").then().statusCode(200).contentType("image/svg+xml");
    }

    private static List<String> assets() {
        return List.copyOf(new HashSet<>(
                ASSET.matcher(given().get("/agreement/").asString())
                        .results()
                        .map(MatchResult::group)
                        .map(quoted -> quoted.substring(1, quoted.length() - 1))
                        .toList()));
    }

    private static Response compressed(String path) {
        return given().header("Accept-Encoding", "gzip").head(path);
    }
}
