package dev.interrater.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How callers are recognized. */
@ConfigMapping(prefix = "interrater.auth")
public interface AuthConfig {
    /** Label Studio's {@code SECRET_KEY}, which signs its access tokens. Without it every access token is refused. */
    Optional<String> secretKey();

    /**
     * Whether legacy tokens are accepted in an organization that has not chosen. When not set: no where Label Studio has
     * the switch, as in Label Studio 1.23, and yes where it is too old to have it, such as 1.13. Label Studio 1.17 and 1.20
     * have the switch and accept legacy tokens all the same until somebody chooses, so beside those this is to be true.
     */
    Optional<Boolean> legacyTokens();

    /** How long a caller is remembered, and so how long at most a revoked token or a lost role still works. */
    @WithDefault("3S")
    Duration maxAge();
}
