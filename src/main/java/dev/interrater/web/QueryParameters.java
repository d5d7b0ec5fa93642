package dev.interrater.web;

import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The query parameters of one request, read strictly: what is given must make sense, and everything that does not is named at
 * once. (As parameters of a resource method, empty values could not be told from absent ones.)
 */
public final class QueryParameters {
    static final String NOT_AN_INTEGER = "A valid integer is required.";
    static final String OUT_OF_RANGE = "This integer is out of the 64-bit range.";
    static final String LESS_THAN_ONE = "Ensure this value is greater than or equal to 1.";

    // Not Character.isDigit: an integer in Arabic digits is a typing error here, not a number.
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final Map<String, List<String>> values;
    private final Map<String, List<String>> errors = new TreeMap<>();

    public QueryParameters(UriInfo uri) {
        values = uri.getQueryParameters();
    }

    /** The 64-bit integer of this name; null when there is none, or none that is valid, which {@link #verify} tells. */
    public Long integer(String name) {
        String given = single(name);
        if (given == null) {
            return null;
        }
        if (!INTEGER.matcher(given).matches()) {
            return invalid(name, NOT_AN_INTEGER);
        }
        try {
            return Long.valueOf(given);
        } catch (NumberFormatException e) {
            return invalid(name, OUT_OF_RANGE);
        }
    }

    /** The same for integers that begin at 1. */
    public Long positive(String name) {
        Long number = integer(name);
        return number != null && number < 1 ? invalid(name, LESS_THAN_ONE) : number;
    }

    /** The constant of this parameter's value; null when there is none, or none that is valid. */
    public <E extends Enum<E>> E choice(String name, Class<E> choices) {
        String given = single(name);
        if (given == null) {
            return null;
        }
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.name().equals(given))
                .findFirst()
                .orElseGet(() -> invalid(name, "\"" + given + "\" is not a valid choice."));
    }

    /** The number of the page that is asked for: 1 when none is, and 0, which no page has, when it is not a number. */
    long page() {
        List<String> given = values.getOrDefault("page", List.of("1"));
        try {
            return given.size() == 1 && INTEGER.matcher(given.get(0)).matches() ? Long.parseLong(given.get(0)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String single(String name) {
        List<String> given = values.get(name);
        if (given == null || given.size() == 1) {
            return given == null ? null : given.get(0);
        }
        return invalid(name, "This parameter may be given only once.");
    }

    private <T> T invalid(String name, String sentence) {
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
