package dev.interrater.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as Label Studio does. Written out, so that it shares nothing with what verifies them. */
public final class Tokens {
    /** The header of a token that Label Studio signs. */
    public static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private Tokens() {}

    /** A valid access token of a user for the next five minutes. */
    public static String access(long userId) {
        return sign(claims("access", String.valueOf(userId), 300));
    }

    /** Claims as Label Studio writes them; {@code userId} is JSON, a number or a string. */
    public static String claims(String type, String userId, long secondsLeft) {
        long now = System.currentTimeMillis() / 1000;
        return "{\"token_type\":\"%s\",\"exp\":%d,\"iat\":%d,\"jti\":\"9f\",\"user_id\":%s}"
                .formatted(type, now + secondsLeft, now - 1, userId);
    }

    /** A token with these claims, signed with the secret that the service under test knows. */
    public static String sign(String claims) {
        return sign(HS256, claims, TestDatabase.SECRET_KEY);
    }

    /** A token with any header, claims and secret. */
    public static String sign(String header, String claims, String secret) {
        try {
            String content = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                    + base64(claims.getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
