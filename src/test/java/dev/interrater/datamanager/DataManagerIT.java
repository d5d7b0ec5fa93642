package dev.interrater.datamanager;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class DataManagerIT extends DataManagerTest {}
