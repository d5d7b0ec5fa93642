package dev.interrater.analytics;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class ParticipantMeansIT extends ParticipantMeansTest {}
