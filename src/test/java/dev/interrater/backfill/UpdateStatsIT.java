package dev.interrater.backfill;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class UpdateStatsIT extends UpdateStatsTest {}
