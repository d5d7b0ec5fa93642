package dev.interrater.security;

import dev.interrater.web.ApiError;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
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
        BEARER,
        /** The cookie of a session of Label Studio's. */
        SESSION
    }

    private static final String API_KEY = "X-API-Key";
    private static final String REQUESTED_WITH = "X-Requested-With";
    static final String SESSION = "sessionid";
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /**
     * Reads the headers as Label Studio does: {@code X-API-Key} holds either kind of token and wins over {@code
     * Authorization}, and both over the cookie of a session. A session counts only beside {@code X-Requested-With}, which a page of
     * another site cannot send.
     *
     * @param sessions whether sessions count at all
     * @throws ApiError 401 when there are none, or none that could be a token
     */
    static Credentials of(MultivaluedMap<String, String> headers, boolean sessions) {
        List<String> apiKey = headers.get(API_KEY);
        if (apiKey != null) {
            String token = single(apiKey).strip();
            return of(JWT.matcher(token).matches() ? Scheme.BEARER : Scheme.TOKEN, token);
        }
        List<String> authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            String session = sessions && headers.containsKey(REQUESTED_WITH) ? session(headers) : null;
            if (session == null) {
                throw ApiError.unauthorized("Authentication credentials were not provided.");
            }
            return of(Scheme.SESSION, session);
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

    /** Null when there is none. */
    private static String session(MultivaluedMap<String, String> headers) {
        return headers.getOrDefault(HttpHeaders.COOKIE, List.of()).stream()
                .flatMap(cookies -> ServerCookieDecoder.LAX.decodeAll(cookies).stream())
                .filter(cookie -> cookie.name().equals(SESSION))
                .map(Cookie::value)
                .findFirst()
                .orElse(null);
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
