package dev.interrater.page;

import static org.awaitility.Awaitility.await;

import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged service on a database with the demo's organization, all of it computed. */
final class PageService {
    private static final String DATABASE = "page";

    private final Map<String, String> environment = TestDatabase.environment(
            DATABASE,
            Map.of(
                    "INTERRATER_DEMO_USERS",
                    "demo-owner demo-annotator",
                    "INTERRATER_LABEL_STUDIO_PUBLIC_URL",
                    "https://label-studio.example/ls/"));

    private Service service;

    private PageService() {}

    static PageService start() {
        TestDatabase.create(DATABASE, "/demo/organization.sql");
        sql().run(TestDatabase.resource("/demo/annotations.sql"));
        sql().run(TestDatabase.resource("/demo/people.sql"));
        PageService page = new PageService();
        page.service = Service.launch(page.environment).awaitStart();
        sql().run(TestDatabase.resource("/demo/jobs.sql"));
        await().forever().until(() -> sql().<Long>value("""
                        SELECT count(*) FROM agreement.backfill_job WHERE project_id >= 14 AND status = 'COMPLETED'
                        """) == 8);
        return page;
    }

    static Sql sql() {
        return Sql.in(DATABASE);
    }

    String address() {
        return "http://localhost:" + service.port();
    }

    /** Ends it and starts it again at the same address. */
    void restart(Runnable meanwhile) {
        int port = service.port();
        service.close();
        meanwhile.run();
        List<String> options = new ArrayList<>(List.of("-Dquarkus.http.port=" + port));
        service = Service.launch(environment, options.toArray(String[]::new)).awaitStart();
    }

    Service service() {
        return service;
    }

    void close() {
        service.close();
    }
}
