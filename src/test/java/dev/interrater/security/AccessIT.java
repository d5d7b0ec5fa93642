package dev.interrater.security;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class AccessIT extends AccessTest {}
