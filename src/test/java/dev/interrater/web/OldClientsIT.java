package dev.interrater.web;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class OldClientsIT extends OldClientsTest {}
