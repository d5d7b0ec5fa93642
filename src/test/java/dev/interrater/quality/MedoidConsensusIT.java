package dev.interrater.quality;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class MedoidConsensusIT extends MedoidConsensusTest {}
