package dev.interrater.web;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Many of them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class RawRequestsAttack extends RawRequests {
    @Override
    int requests() {
        return 50_000;
    }
}
