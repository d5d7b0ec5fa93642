package dev.interrater.web;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Some of them, in every build. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class RawRequestsTest extends RawRequests {
    @Override
    int requests() {
        return 2_000;
    }
}
