package dev.interrater.backfill;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;

/** A few seconds of it, in every build. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "tally"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class TallyTest extends TallyCalls {
    @Override
    Duration duration() {
        return Duration.ofSeconds(4);
    }
}
