package dev.interrater.security;

import dev.interrater.web.ApiError;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a request brings to say who is calling.
 *
 * @param scheme how the token is to be read
 * @param token the token itself, printable ASCII, never to be logged or shown
 */
record Credentials(Scheme scheme, String token) {
    enum Scheme {
        /** A legacy token, one row of Label Studio's token table. */
        TOKEN,
        /** An access token, a JWT that Label Studio has signed. */
        BEARER
    }

    private static final String API_KEY = "X-API-Key";
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /**
     * Reads the headers as Label Studio does: {@code X-API-Key} holds either kind of token and wins over {@code
     * Authorization}.
     *
     * @throws ApiError 401 when there are none, or none that could be a token
     */
    static Credentials of(MultivaluedMap<String, String> headers) {
        List<String> apiKey = headers.get(API_KEY);
        if (apiKey != null) {
            String token = single(apiKey).strip();
            return of(JWT.matcher(token).matches() ? Scheme.BEARER : Scheme.TOKEN, token);
        }
        List<String> authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            throw ApiError.unauthorized("Authentication credentials were not provided.");
        }
        String[] words = SPACES.split(single(authorization).strip(), 2);
        String token = words.length < 2 ? "" : words[1];
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "token" -> of(Scheme.TOKEN, token);
            case "bearer" -> of(Scheme.BEARER, token);
            default -> throw ApiError.unauthorized("Authentication credentials were not provided.");
        };
    }

    private static Credentials of(Scheme scheme, String token) {
        if (token.isEmpty()) {
            throw ApiError.unauthorized("Invalid token header. No credentials provided.");
        }
        if (!TOKEN.matcher(token).matches()) {
            throw ApiError.unauthorized(
                    "Invalid token header. Token string should not contain spaces or invalid characters.");
        }
        return new Credentials(scheme, token);
    }

    private static String single(List<String> values) {
        if (values.size() != 1) {
            throw ApiError.unauthorized("Invalid token header. Credentials were provided more than once.");
        }
        return values.get(0);
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return scheme + " credentials";
    }
}
