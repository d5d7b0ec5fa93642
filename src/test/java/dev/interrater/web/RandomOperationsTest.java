package dev.interrater.web;

import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Some of them. */
@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = {
            @ResourceArg(name = TestDatabase.VERSION, value = "worker"),
            @ResourceArg(name = TestDatabase.WORKER, value = "true")
        })
class RandomOperationsTest extends RandomOperations {
    @Override
    int requests() {
        return 600;
    }
}
