package dev.interrater.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interrater.testing.Browser;
import dev.interrater.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, on the packaged service with the demo's organization. */
class PageIT {
    private static final String OWNER = "demo-owner";
    private static final String COMMENTS = "/agreement/projects/15/";

    private static PageService page;
    private static Browser browser;

    @BeforeAll
    static void open() {
        assumeTrue(Browser.isInstalled(), "there is no Chromium with its driver");
        page = PageService.start();
        browser = Browser.start(page.address());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (page != null) {
            page.close();
        }
    }

    @BeforeEach
    void begin() {
        browser.signOut();
        browser.look(1440, false);
        browser.assertQuiet();
    }

    @AfterEach
    void nothing_was_said_and_nobody_else_asked() {
        browser.assertQuiet();
    }

    @Test
    void who_asks_the_service_itself_is_led_to_the_page_and_asked_to_sign_in() {
        browser.open("/");

        assertEquals("/agreement/", browser.at());
        assertEquals(List.of("Sign in"), browser.texts("h1"));
        browser.click("[data-token=demo-owner]");
        assertEquals(List.of("Projects"), browser.texts("h1"));
        assertTrue(browser.texts(".who").contains("owner@demo.example"));
    }

    @Test
    void a_token_is_typed_in_stays_in_the_tab_and_is_forgotten_on_leaving() {
        browser.open(COMMENTS + "members");
        browser.fill("#token", "no-such-token");
        browser.click(".primary");
        browser.reads("This token is not valid any more");
        browser.assertQuiet("401");

        browser.fill("#token", OWNER);
        browser.click(".primary");

        assertEquals(List.of("Comments"), browser.texts("h1"));
        assertFalse(browser.at().contains(OWNER));
        assertEquals("", browser.script("return document.cookie"));
        assertEquals(0L, browser.script("return localStorage.length"));
        browser.click(".account button");
        assertEquals(List.of("Sign in"), browser.texts("h1"));
        assertEquals(null, browser.script("return sessionStorage.getItem('interrater.token')"));
    }

    @Test
    void a_backfill_is_started_and_comes_to_its_end_without_a_reload() {
        browser.open("/agreement/projects/11/members", OWNER);
        browser.reads("No agreement has been computed for this project yet");
        browser.script("window.same = true");

        browser.click("#start");
        browser.click("dialog .primary");

        browser.until("!!document.querySelector('#under-way') || !!document.querySelector('.heatmap')");
        browser.until("!!document.querySelector('.heatmap') && !document.querySelector('#under-way')");
        assertEquals(true, browser.script("return window.same"));
        assertTrue(
                browser.texts(".head").get(0).contains("1,000"),
                () -> browser.texts(".head").toString());
        // What a worker computes afterwards appears without a reload, too.
        browser.reads("Says what is right");
        assertEquals(true, browser.script("return window.same"));
    }

    @Test
    void a_careless_annotator_is_named_with_what_shows_it_and_what_they_take_for_what() {
        browser.open("/agreement/projects/16/members", OWNER);
        browser.reads("Farid Haddad does no better than somebody who does not look: right in ");

        browser.click("#confusion-11");

        assertTrue(browser.at().endsWith("?annotator=11"), browser::at);
        assertEquals(List.of("What Farid Haddad takes for what"), browser.texts("#mistakes h3"));
        browser.choose("#choose-against", "models");
        assertEquals(List.of("What Farid Haddad takes for what"), browser.texts("#mistakes h3"));
    }

    @Test
    void what_to_look_at_next_leads_to_a_task_that_says_what_is_probably_right_and_how_sure_that_is() {
        browser.open(COMMENTS + "next", OWNER);
        browser.choose("#choose-dimension", "target");
        browser.choose("#choose-annotator", "Dara O'Neill");
        assertEquals(
                List.of("Dara O'Neill"),
                browser.texts("section:nth-of-type(2) tbody th").stream()
                        .distinct()
                        .toList());
        List<String> row = browser.texts("section:nth-of-type(1) tbody tr:first-child > *");

        browser.click("section:nth-of-type(1) tbody th a");

        assertEquals(List.of(row.get(0)), browser.texts("h1"));
        assertTrue(
                browser.texts(".probable").stream()
                        .anyMatch(text -> text.matches("Probably right: " + row.get(1) + " [0-9.]+%")),
                () -> browser.texts(".probable").toString());
    }

    @Test
    void what_is_probably_right_is_given_as_a_table_and_as_label_studio_imports_it() {
        browser.open(COMMENTS + "next", OWNER);
        browser.script("""
                window.files = [];
                URL.createObjectURL = (blob) => { blob.text().then((text) => window.files.push(text)); return 'data:,'; };""");
        for (String button : List.of("consensus-csv", "predictions-json", "ground-truth-json")) {
            browser.script("window.files.length = 0");
            browser.click("#export-" + button);
            browser.until("window.files.length === 1");
            String file = (String) browser.script("return window.files[0]");
            assertTrue(file.startsWith(button.endsWith("csv") ? "id,value,probability,annotators" : "[{"), file);
            assertTrue(file.contains(
                    button.startsWith("ground")
                            ? "\"ground_truth\":true"
                            : button.startsWith("pred") ? "\"predictions\"" : "Toxic"));
        }
    }

    private static long task() {
        return PageService.sql().<Long>value("SELECT min(id)::bigint FROM task WHERE project_id = 15");
    }

    @Test
    void a_backfill_is_cancelled_after_a_question_that_says_what_will_happen() {
        browser.open("/agreement/backfills?status=QUEUED", OWNER);
        browser.reads("Rooftops");

        browser.click("[aria-label='Cancel the backfill of Rooftops']");
        assertTrue(browser.texts("dialog p").get(0).contains("stops within a second"));
        browser.click("dialog .danger");

        browser.reads("1 backfill is cancelled.");
        browser.until("!document.querySelector('tbody').innerText.includes('Rooftops')");
        browser.choose("#choose-status", "failed");
        browser.reads("Cancelled by owner@demo.example");
    }

    @Test
    void all_backfills_and_the_next_ones_are_started_and_cancelled() {
        browser.open("/agreement/backfills", OWNER);
        browser.click("#start-next");
        browser.fill("#many", "2");
        browser.click("dialog .primary");
        browser.reads("2 backfills are queued");

        browser.click("#cancel-all");
        browser.click("dialog .danger");
        browser.reads("cancelled.");

        browser.click("#start-one");
        browser.choose("#which", "Birds");
        browser.click("dialog .primary");
        browser.reads("1 backfill is queued.");
    }

    @Test
    void a_cell_of_the_heat_map_leads_to_the_tasks_of_the_two_and_from_there_into_label_studio() {
        browser.open(COMMENTS + "members", OWNER);
        browser.choose("#choose-dimension", "tone");
        assertTrue(browser.at().contains("dimension="), browser::at);
        browser.choose("#choose-label", "Toxic");
        assertTrue(browser.at().endsWith("?label=Toxic"), browser::at);

        browser.click(".heatmap tbody tr:nth-child(3) a");

        assertTrue(browser.at().contains("annotators="), browser::at);
        assertTrue(browser.at().contains("label=Toxic"), browser::at);
        List<String> scores = browser.texts("tbody .score");
        assertEquals("0%", scores.get(0));
        assertTrue(browser.attribute("tbody td:last-child a", "href")
                .matches("https://label-studio.example/ls/projects/15/data\\?task=[0-9]+"));
        browser.click("tbody th a");
        assertTrue(browser.texts("h1").get(0).startsWith("Task "));
        browser.reads("What each has answered");
    }

    @Test
    void what_is_chosen_is_in_the_address_and_reload_and_back_keep_it() {
        browser.open(COMMENTS + "members", OWNER);
        browser.choose("#choose-dimension", "target");
        String chosen = browser.at();
        List<String> cells = browser.texts(".heatmap td");

        browser.click("nav.tabs a[href$=quality]");
        assertEquals(COMMENTS + "quality", browser.at());
        browser.back();
        assertEquals(chosen, browser.at());
        assertEquals(cells, browser.texts(".heatmap td"));
        browser.reload();
        assertEquals(cells, browser.texts(".heatmap td"));
        assertEquals(
                "target", browser.script("return document.querySelector('#choose-dimension').selectedOptions[0].text"));
    }

    @Test
    void the_heat_map_is_moved_through_with_arrow_keys_and_says_each_cell() {
        browser.open(COMMENTS + "members", OWNER);
        browser.script("document.querySelector('.heatmap [tabindex=\"0\"]').focus()");
        Object first = browser.script("return document.querySelector('.telling').textContent");

        browser.press(Keys.ARROW_DOWN);

        assertTrue(first.toString().matches(".+ and .+ agree to [0-9.]+% on [0-9,]+ common tasks\\."), first::toString);
        assertFalse(first.equals(browser.script("return document.querySelector('.telling').textContent")));
        assertEquals(1L, browser.script("return document.querySelectorAll('.heatmap [tabindex=\"0\"]').length"));
    }

    @Test
    void a_metric_is_changed_after_it_was_said_what_that_makes_out_of_date() {
        browser.open("/agreement/projects/20/dimensions", OWNER);
        browser.click(".cards summary");
        String id = browser.attribute(".cards summary", "id").replace("change-", "");
        browser.choose("#metric-" + id, "Exact match");
        browser.click(".editor .primary");

        browser.reads("become out of date");
        browser.click("dialog .primary");

        browser.reads("Saved.");
        browser.reads("scores, until they are computed again");
        browser.reads("computed by another metric");
    }

    @Test
    void somebody_without_a_role_sees_figures_and_changes_nothing() {
        browser.open("/agreement/", "demo-annotator");
        browser.reads("Support tickets");
        assertEquals(List.of("Projects"), browser.texts(".top nav a:not([hidden])"));
        browser.open("/agreement/projects/14/dimensions");
        assertEquals(List.of(), browser.texts(".editor"));
        assertEquals(List.of(), browser.texts("#start"));
        browser.open("/agreement/backfills");
        browser.reads("You may not see this");
        browser.assertQuiet("403");
    }

    @Test
    void a_token_that_is_revoked_meanwhile_ends_at_the_sign_in() {
        PageService.sql().run("INSERT INTO authtoken_token (key, created, user_id) VALUES ('soon-gone', now(), 7)");
        browser.open(COMMENTS + "members", "soon-gone");
        PageService.sql().run("DELETE FROM authtoken_token WHERE key = 'soon-gone'");
        await().forever()
                .until(() ->
                        page.service().get("/api/agreement/whoami", "soon-gone").statusCode() == 401);

        browser.click("nav.tabs a[href$=quality]");

        browser.reads("This token is not valid any more");
        browser.assertQuiet("401");
    }

    @Test
    void a_service_that_restarts_is_said_and_the_view_goes_on_when_it_is_back() {
        browser.open("/agreement/", OWNER);
        page.restart(() -> {
            browser.click("tbody th a");
            browser.reads("The service cannot be reached");
        });

        browser.click("main .actions button");

        browser.until("!!document.querySelector('.heatmap')");
        browser.assertQuiet("ERR_CONNECTION");
    }

    @Test
    void a_project_of_somebody_else_and_an_unknown_view_are_said_to_be_missing() {
        browser.open("/agreement/projects/13/members", OWNER);
        browser.reads("There is no such thing here");
        browser.assertQuiet("404");
        browser.open("/agreement/nothing");
        browser.reads("There is no such page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void no_view_has_a_barrier(String mode) {
        browser.look(1440, mode.equals("dark"));
        browser.open("/agreement/");
        assertNoBarrier("sign-in");
        for (String view : Views.withTask(task())) {
            browser.open(view, OWNER);
            assertNoBarrier(view);
        }
    }

    private static void assertNoBarrier(String view) {
        browser.script(TestDatabase.resource("/axe.min.js"));
        Object violations = browser.scriptOfPromise("""
                axe.run().then(found => found.violations.map(each =>
                    each.id + ': ' + each.nodes.slice(0, 3).map(node => node.html + ' ' + node.failureSummary).join(' | ')))""");
        assertEquals(List.of(), violations, view);
    }

    @Test
    void no_view_is_wider_than_a_phone() {
        browser.look(390, false);
        for (String view : Views.withTask(task())) {
            browser.open(view, OWNER);
            assertEquals(true, browser.script("return document.documentElement.scrollWidth <= 390"), view);
        }
    }

    /** With {@code -Dpictures=docs/images}, where the documents have them from. */
    @Test
    void every_view_has_its_picture_dark_and_light_on_a_screen_and_a_phone() throws IOException {
        Path directory = Path.of(System.getProperty("pictures", "target/pictures"));
        Files.createDirectories(directory);
        long bytes = 0;
        for (Map.Entry<String, String> view : Views.pictures(task()).entrySet()) {
            for (int width : new int[] {1440, 390}) {
                for (boolean dark : new boolean[] {false, true}) {
                    browser.look(width, dark);
                    browser.open(view.getValue(), OWNER);
                    byte[] picture = browser.picture();
                    bytes += picture.length;
                    Files.write(
                            directory.resolve(view.getKey() + "-" + width + (dark ? "-dark" : "-light") + ".webp"),
                            picture);
                }
            }
        }
        assertTrue(bytes <= 1024 * 1024, bytes + " bytes");
    }

    @Test
    void the_first_figures_come_after_one_round_trip_to_the_api() {
        browser.open("/agreement/", OWNER);

        Map<?, ?> asked = (Map<?, ?>) browser.script("""
                const api = performance.getEntriesByType('resource').filter(each => each.name.includes('/api/'));
                const figures = api.find(each => each.name.includes('/api/agreement/projects'));
                return {before: api.filter(each => each.responseEnd <= figures.startTime).map(each => each.name)}""");

        assertEquals(List.of(), asked.get("before"));
    }
}
