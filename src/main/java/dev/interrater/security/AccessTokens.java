package dev.interrater.security;

import dev.interrater.web.ApiError;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;

/**
 * Verifies the access tokens into which Label Studio turns personal access tokens: JWTs, HS256 with its {@code SECRET_KEY},
 * valid for minutes. A refresh token, which is what the user keeps, is none.
 */
@ApplicationScoped
class AccessTokens {
    private static final AlgorithmConstraints HS256 =
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256);

    /** Digits as Label Studio writes them, and few enough for a long. */
    private static final Pattern USER_ID = Pattern.compile("[0-9]{1,18}");

    private final Optional<HmacKey> key;
    private final Clock clock;

    AccessTokens(AuthConfig config, Clock clock) {
        this.key = config.secretKey().map(secret -> new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
        this.clock = clock;
    }

    /**
     * The ID of the user to whom a token was issued.
     *
     * @throws ApiError 401 when the token is not a valid access token, or no key is configured to verify it with
     */
    long userId(String token) {
        JwtClaims claims = claims(token);
        // A token that Label Studio has limited to one project (it embeds its editor elsewhere) opens nothing here.
        if (!"access".equals(claims.getClaimValue("token_type")) || claims.getClaimValue("embed_project_id") != null) {
            throw refused();
        }
        // A number or a string, depending on the version of the library that Label Studio signs with.
        String userId = String.valueOf(claims.getClaimValue("user_id"));
        if (!USER_ID.matcher(userId).matches()) {
            throw refused();
        }
        return Long.parseLong(userId);
    }

    private JwtClaims claims(String token) {
        HmacKey key = this.key.orElseThrow(AccessTokens::refused);
        try {
            return new JwtConsumerBuilder()
                    .setVerificationKey(key)
                    .setRelaxVerificationKeyValidation() // Label Studio takes a secret of any length
                    .setJwsAlgorithmConstraints(HS256)
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .setSkipDefaultAudienceValidation()
                    .build()
                    .processToClaims(token);
        } catch (InvalidJwtException e) {
            throw refused();
        }
    }

    private static ApiError refused() {
        return ApiError.unauthorized("Authentication credentials were not provided.");
    }
}
