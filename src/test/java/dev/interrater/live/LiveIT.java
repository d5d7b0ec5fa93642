package dev.interrater.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Recount;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two workers follow the annotations of many projects, and one of them is killed again and again. Longer, and with figures:
 * {@code -Dseconds=600 -Dprojects=50}.
 */
class LiveIT {
    private static final String CONFIG =
            "<View><Choices name='mood' toName='text'><Choice value='A'/><Choice value='B'/></Choices></View>";
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int PROJECTS = Integer.getInteger("projects", 10);
    private static final int TASKS = 20;
    private static final Duration PACE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String KEPT = """
            SELECT concat_ws(' ', task_id, participants, scores, pairwise, consensus, annotations, annotation_versions, fingerprint)
              FROM agreement.task_agreement
             UNION ALL
            SELECT concat_ws(' ', task_id, dimension_id, participants, scores, pairwise, consensus, answers)
              FROM agreement.agreement_matrix
             ORDER BY 1
            """;

    private final Sql sql = Sql.in("live");
    private final Random random = new Random(29);
    private List<User> annotators;
    private Organization organization;
    private List<Labelling> projects;

    private static Service service() {
        return Service.launch(TestDatabase.environment(
                "live",
                Map.of(
                        "INTERRATER_LIVE_ENABLED",
                        "true",
                        "INTERRATER_LIVE_POLL",
                        "1S",
                        "INTERRATER_LIVE_REST",
                        "1S",
                        "INTERRATER_WORKER_LEASE",
                        "3S",
                        "INTERRATER_WORKER_HEARTBEAT",
                        "1S")));
    }

    private void backfill() {
        projects.forEach(project -> organization.job(project.project(), "QUEUED"));
        await().atMost(PATIENCE)
                .until(() -> sql.<Long>value("SELECT count(*) FROM agreement.backfill_job WHERE status <> 'COMPLETED'")
                        == 0);
    }

    private long any(String table, int project) {
        List<Number> ids = sql.column("SELECT id FROM " + table + " WHERE project_id = ? ORDER BY id", project);
        return ids.isEmpty() ? 0 : ids.get(random.nextInt(ids.size())).longValue();
    }

    /** As Label Studio writes it: the annotation first, then the date of its task. */
    private void change() {
        Labelling labelling = projects.get(random.nextInt(projects.size()));
        int project = labelling.project();
        long task = any("task", project);
        String answer = Labelling.choice("mood", random.nextBoolean() ? "A" : "B");
        String one = "(SELECT id FROM task_completion WHERE task_id = ? ORDER BY md5(id::text) LIMIT 1)";
        switch (random.nextInt(5)) {
            case 0 -> sql.run("UPDATE task_completion SET was_cancelled = NOT was_cancelled WHERE id = " + one, task);
            case 1 -> sql.run("DELETE FROM task_completion WHERE id = " + one, task);
            case 2 -> sql.run("UPDATE task_completion SET result = ?::jsonb WHERE id = " + one, answer, task);
            default -> labelling.annotation((int) task, annotators.get(random.nextInt(annotators.size())), answer);
        }
        sql.run("UPDATE task SET updated_at = clock_timestamp() WHERE id = ?", task);
        sql.run("INSERT INTO change VALUES (?, ?, clock_timestamp())", project, task);
    }

    @Test
    void nothing_is_missed_however_often_a_worker_is_killed() throws Exception {
        TestDatabase.create("live", "/label-studio/worker.sql");
        sql.run("CREATE TABLE change (project_id bigint, task_id bigint, at timestamptz)");
        sql.run("CREATE INDEX ON change (project_id, task_id)");
        AtomicBoolean over = new AtomicBoolean();
        try (Service other = service().awaitStart()) {
            organization = Organization.createIn(sql);
            annotators = Stream.generate(organization::member).limit(4).toList();
            projects = IntStream.range(0, PROJECTS)
                    .mapToObj(i -> Labelling.create(sql, organization, CONFIG))
                    .toList();
            projects.forEach(project -> project.tasks(TASKS));
            backfill();
            measureLag();

            CompletableFuture<Integer> kills = CompletableFuture.supplyAsync(() -> killAgainAndAgain(over));
            ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> changes =
                    pace.scheduleAtFixedRate(this::change, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofSeconds(SECONDS).plus(PATIENCE))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> sql.<Long>value("SELECT count(*) FROM change") >= SECONDS * 1000L / PACE.toMillis());
            changes.cancel(false);
            pace.shutdown();
            assertTrue(pace.awaitTermination(1, TimeUnit.MINUTES));
            over.set(true);
            assertTrue(kills.get() > 1, "it was hardly killed");
            assertTrue(other.isAlive());
            Object last = sql.value("SELECT clock_timestamp()");
            await().atMost(PATIENCE).until(() -> sql.<Boolean>value("""
                    SELECT watch.looked_at > ?::timestamptz
                           AND NOT EXISTS (SELECT FROM agreement.followed_project
                                            WHERE is_changed OR is_wanted OR lease_until > now())
                      FROM agreement.change_watch AS watch
                    """, last));
            System.out.println("Killed " + kills.get() + " times; seconds behind: " + sql.value("""
                    SELECT format('%s changes, p50 %s, p99 %s, most %s', count(*),
                                  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY behind)::numeric, 1),
                                  round(percentile_cont(0.99) WITHIN GROUP (ORDER BY behind)::numeric, 1),
                                  round(max(behind)::numeric, 1))
                      FROM (SELECT extract(epoch FROM min(compared.at) - change.at) AS behind
                              FROM change JOIN compared USING (project_id, task_id)
                             WHERE compared.at > change.at
                             GROUP BY change.ctid, change.at) AS lag
                    """));
            List<String> followed = sql.column(KEPT);
            for (Labelling project : projects) {
                assertEquals(List.of(), Recount.differences(sql, project.project()));
            }
            sql.run("UPDATE agreement.task_agreement SET annotations = '{}'");
            backfill();
            assertEquals(String.join("\n", sql.<String>column(KEPT)), String.join("\n", followed));
        } finally {
            over.set(true);
        }
    }

    /** How often another worker was killed. */
    private int killAgainAndAgain(AtomicBoolean over) {
        int kills = 0;
        while (!over.get()) {
            try (Service killed = service().awaitStart()) {
                killed.run(1000 + random.nextInt(4000));
                killed.signal("KILL");
                kills++;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return kills;
    }

    /** When a changed task was compared: its row is written then, or deleted. */
    private void measureLag() {
        sql.run("""
                CREATE TABLE compared (project_id bigint, task_id bigint, at timestamptz);
                CREATE INDEX ON compared (project_id, task_id);
                GRANT INSERT ON compared TO interrater;
                CREATE FUNCTION note_compared() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO public.compared VALUES (OLD.project_id, OLD.task_id, clock_timestamp());
                    RETURN NULL;
                END $$;
                CREATE TRIGGER note AFTER DELETE ON agreement.changed_task FOR EACH ROW EXECUTE FUNCTION note_compared()
                """);
    }
}
