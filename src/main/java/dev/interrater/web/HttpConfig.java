package dev.interrater.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much of a request is waited for, and held in memory, and whose scripts may send one. Lines and headers are bounded by
 * {@code quarkus.http.limits}.
 */
@ConfigMapping(prefix = "interrater.http")
public interface HttpConfig {
    /** The longest body that an operation takes which does not say otherwise; longer ones are answered 413. */
    @WithDefault("64K")
    MemorySize maxBody();

    /** Bytes of all bodies that the process holds at once; what would add to them is answered 503. */
    @WithDefault("8M")
    MemorySize maxBodies();

    /** How long a request may take to arrive, from its first byte to its last; then it is answered 408, and cut off. */
    @WithDefault("10S")
    Duration receiveTimeout();

    /** Origins whose scripts may use the API (CORS), such as {@code https://app.example.org}, or {@code *}; none where it is unset. */
    Optional<List<String>> corsOrigins();
}
