package dev.interrater.backfill;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MovedProjectIT extends MovedProjectTest {}
