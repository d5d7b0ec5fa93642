package dev.interrater.database;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.DatabaseProxy;
import dev.interrater.testing.Management;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Service;
import dev.interrater.testing.Sql;
import dev.interrater.testing.Storm;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two minutes under load while connections go silent and servers stand still, in turns: {@code ./mvnw test -Dtest=SilenceAttack}. */
@QuarkusTest
@WithTestResource(value = TestDatabase.class, initArgs = @ResourceArg(name = TestDatabase.PROXY, value = "true"))
class SilenceAttack {
    private static final Duration BOUND = Duration.ofSeconds(5 + 5);
    private static final int CALLERS = 40;
    private static final int ROUNDS = 8;
    private static final int ROUND_MILLIS = 15_000;

    private final Random random = new Random(7);
    private final Map<Integer, AtomicInteger> answers = new ConcurrentSkipListMap<>();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<String> late = new ConcurrentLinkedQueue<>();
    private volatile long start;
    private volatile boolean over;

    @AfterEach
    void mend() {
        DatabaseProxy.mend();
        await().until(() -> Management.get("/q/health/ready").statusCode() == 200);
    }

    private void ask(Organization organization) {
        while (!over) {
            Organization.User user = organization.administrator();
            for (int i = 0; i < 20 && !over; i++) {
                answers.computeIfAbsent(status(user), key -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
    }

    private int status(Organization.User user) {
        long before = System.nanoTime();
        int status = RestAssured.given()
                .header("Authorization", "Token " + user.token())
                .get(STATUS)
                .statusCode();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        longest.accumulateAndGet(took.toNanos(), Math::max);
        if (took.compareTo(BOUND) > 0) {
            late.add(status + " after " + took + ", asked at " + Duration.ofNanos(before - start));
        }
        return status;
    }

    private List<Integer> backends() {
        List<Integer> all = new ArrayList<>(
                Sql.main().<Integer>column("SELECT pid FROM pg_stat_activity WHERE usename = 'interrater'"));
        Collections.shuffle(all, random);
        return all.subList(0, Math.min(5, all.size()));
    }

    @Test
    void every_request_is_answered_in_time() throws Exception {
        Organization organization = Organization.create();
        organization.job(organization.project(), "QUEUED");
        Storm.of(CALLERS, () -> status(organization.administrator())); // classes are loaded, connections opened
        late.clear();
        longest.set(0);
        start = System.nanoTime();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> ask(organization));
            caller.start();
            callers.add(caller);
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> stopped = round % 3 == 0 ? backends() : List.of();
            stopped.forEach(pid -> Service.kill("STOP", pid));
            if (round % 3 == 1) {
                DatabaseProxy.silence();
            } else if (round % 3 == 2) {
                DatabaseProxy.hang();
            }
            callers.get(0).join(ROUND_MILLIS);
            stopped.forEach(pid -> Service.kill("CONT", pid));
            DatabaseProxy.mend();
        }
        over = true;
        for (Thread caller : callers) {
            caller.join();
        }

        System.out.println(
                "answers: " + new TreeMap<>(answers) + ", the longest after " + Duration.ofNanos(longest.get()));
        assertTrue(List.of(200, 503).containsAll(answers.keySet()), answers.toString());
        assertEquals(List.of(), List.copyOf(late));
    }
}
