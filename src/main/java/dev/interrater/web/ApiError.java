package dev.interrater.web;

import java.util.List;
import java.util.Map;

/** An answer other than success, thrown anywhere behind a request; its detail is for the client to read. */
public final class ApiError extends RuntimeException {
    /** When to ask again for what cannot be answered now. */
    static final String RETRY_AFTER_SECONDS = "5";

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> headers;
    private final transient Map<String, List<String>> validationErrors;

    private ApiError(
            int status, String detail, Map<String, String> headers, Map<String, List<String>> validationErrors) {
        super(detail, null, false, false); // an answer, not an accident: no stack trace
        this.status = status;
        this.headers = headers;
        this.validationErrors = validationErrors;
    }

    /** 400: the request is understood and makes no sense. */
    public static ApiError badRequest(String detail) {
        return new ApiError(400, detail, Map.of(), null);
    }

    /** 400 that names each field that is wrong, with sentences saying what is wrong with it. */
    public static ApiError validation(Map<String, List<String>> errors) {
        return new ApiError(400, "Validation error", Map.of(), errors);
    }

    /** 401, asking for a token. */
    public static ApiError unauthorized(String detail) {
        return new ApiError(401, detail, Map.of("WWW-Authenticate", "Token"), null);
    }

    /** 403: the caller is known and may not. */
    public static ApiError forbidden(String detail) {
        return new ApiError(403, detail, Map.of(), null);
    }

    /** 404: it does not exist, or is none of the caller's business, which must look the same. */
    public static ApiError notFound(String detail) {
        return new ApiError(404, detail, Map.of(), null);
    }

    /** 409: it cannot be done as things are. */
    public static ApiError conflict(String detail) {
        return new ApiError(409, detail, Map.of(), null);
    }

    /** 412: what the request wants to change is not what it has seen any more. */
    public static ApiError preconditionFailed(String detail) {
        return new ApiError(412, detail, Map.of(), null);
    }

    /** 413: the body is longer than any that makes sense. */
    public static ApiError tooLarge() {
        return new ApiError(413, "Request body too large.", Map.of(), null);
    }

    /** 503: it cannot be done now; Retry-After says when to ask again. */
    public static ApiError unavailable(String detail) {
        return new ApiError(503, detail, Map.of("Retry-After", RETRY_AFTER_SECONDS), null);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Headers that the answer carries. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What is wrong with which field; null unless the error is about fields. */
    public Map<String, List<String>> validationErrors() {
        return validationErrors;
    }
}
