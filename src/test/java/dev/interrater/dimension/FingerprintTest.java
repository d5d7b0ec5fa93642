package dev.interrater.dimension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void versions_of_another_cluster_prove_nothing() {
        assertEquals(Fingerprint.of(List.of(), 1), Fingerprint.of(List.of(), 1));
        assertNotEquals(Fingerprint.of(List.of(), 1), Fingerprint.of(List.of(), 2));
    }
}
