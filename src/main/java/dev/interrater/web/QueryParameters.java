package dev.interrater.web;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The query parameters of one request, read strictly: what is given must make sense, and everything that does not is named at
 * once. (As parameters of a resource method, empty values could not be told from absent ones.)
 */
public final class QueryParameters {
    // Not Character.isDigit: an integer in Arabic digits is a typing error here, not a number.
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final Map<String, List<String>> values;
    private final Map<String, List<String>> errors = new TreeMap<>();

    public QueryParameters(UriInfo uri) {
        values = uri.getQueryParameters();
    }

    /** The 64-bit integer of this name; null when there is none, or none that is valid, which {@link #verify} tells. */
    public Long integer(String name) {
        List<String> given = values.get(name);
        if (given == null) {
            return null;
        }
        if (given.size() > 1) {
            return invalid(name, "This parameter may be given only once.");
        }
        if (!INTEGER.matcher(given.get(0)).matches()) {
            return invalid(name, "A valid integer is required.");
        }
        try {
            return Long.valueOf(given.get(0));
        } catch (NumberFormatException e) {
            return invalid(name, "This integer is out of the 64-bit range.");
        }
    }

    private Long invalid(String name, String sentence) {
        errors.put(name, List.of(sentence));
        return null;
    }

    /** Throws an {@link ApiError} 400 naming every parameter read so far that is not valid. */
    public void verify() {
        if (!errors.isEmpty()) {
            throw ApiError.validation(errors);
        }
    }
}
