package dev.interrater.benchmark;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interrater.testing.Browser;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether the page stays fluent: a heat map of 60 annotators beside one of 6, and the list of 1,000 backfills beside one of 10. In a
 * Chromium without a window: how long the view takes until nothing loads any more, the longest task of its script, and the longest frame
 * while the pointer goes over cells and arrow keys are pressed.
 */
class PageBenchmark {
    private static final String DATABASE = "page_benchmark";
    private static final int ANNOTATORS = Integer.getInteger("annotators", 60);
    private static final int JOBS = Integer.getInteger("jobs", 1_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String CONFIG = """
            <View><Text name='text' value='$t'/>
              <Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/><Choice value='C'/></Choices>
            </View>
            """;

    private static final String LONGEST_TASK = """
            new Promise((done) => {
              let longest = 0;
              new PerformanceObserver((list) => list.getEntries().forEach((each) => { longest = Math.max(longest, each.duration); }))
                .observe({type: 'longtask', buffered: true});
              setTimeout(() => done(Math.round(longest)), 300);
            })""";

    /** One cell, or key, in each frame. */
    private static final String LONGEST_FRAME = """
            (async () => {
              const cells = [...document.querySelectorAll('.heatmap tbody [data-says], tbody th, tbody td')].slice(0, 300);
              let longest = 0, last = await new Promise(requestAnimationFrame);
              for (const cell of cells) {
                cell.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
                if (cell.tabIndex >= 0) cell.focus();
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
                const now = await new Promise(requestAnimationFrame);
                longest = Math.max(longest, now - last);
                last = now;
              }
              return Math.round(longest);
            })()""";

    private final Sql sql = Sql.in(DATABASE);

    @Test
    void views() {
        assumeTrue(Browser.isInstalled(), "there is no Chromium with its driver");
        TestDatabase.create(DATABASE, "/label-studio/worker.sql");
        Map<String, String> environment = TestDatabase.environment(DATABASE, Map.of());
        try (Service service = Service.launch(environment).awaitStart();
                Browser browser = Browser.start("http://localhost:" + service.port())) {
            Organization few = Organization.createIn(sql);
            Organization many = Organization.createIn(sql);
            int small = compared(few, 6);
            int large = compared(many, ANNOTATORS);
            jobs(few, 10);
            jobs(many, JOBS);
            report(browser, "heat map of 6", few, "/agreement/projects/" + small + "/members");
            report(browser, "heat map of " + ANNOTATORS, many, "/agreement/projects/" + large + "/members");
            report(browser, "list of 10 backfills", few, "/agreement/backfills");
            report(browser, "list of " + JOBS + " backfills", many, "/agreement/backfills");
        }
    }

    private int compared(Organization organization, int annotators) {
        Labelling labelling = Labelling.create(sql, organization, CONFIG);
        labelling.tasks(20);
        List<Organization.User> users =
                Stream.generate(organization::member).limit(annotators).toList();
        for (int i = 0; i < annotators; i++) {
            labelling.annotations(
                    users.get(i),
                    "replace('" + Labelling.choice("mood", "?") + "', '?', (ARRAY['A', 'B', 'C'])[1 + (task + task * "
                            + i + " / 7) % 3])");
        }
        long job = organization.job(labelling.project(), "QUEUED");
        await().forever()
                .until(() -> sql.value("SELECT status FROM agreement.backfill_job WHERE id = ?", job)
                        .equals("COMPLETED"));
        return labelling.project();
    }

    private void jobs(Organization organization, int jobs) {
        for (int i = 0; i < jobs; i++) {
            organization.job(organization.project(), "COMPLETED");
        }
    }

    private static void report(Browser browser, String name, Organization organization, String view) {
        long settled = Long.MAX_VALUE;
        long task = 0;
        long frame = 0;
        for (int i = 0; i < ROUNDS; i++) {
            browser.signOut();
            long begin = System.nanoTime();
            browser.open(view, organization.owner().token());
            settled = Math.min(settled, (System.nanoTime() - begin) / 1_000_000);
            task = Math.max(task, (Long) browser.scriptOfPromise(LONGEST_TASK));
            frame = Math.max(frame, (Long) browser.scriptOfPromise(LONGEST_FRAME));
        }
        System.out.printf(
                "%-24s settled after %5d ms at best; longest task %4d ms, longest frame %4d ms%n",
                name, settled, task, frame);
    }
}
