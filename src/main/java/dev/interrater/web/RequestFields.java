package dev.interrater.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of one request's body, read as leniently as Label Studio reads them, in JSON and in forms alike: {@code "3"} and
 * {@code 3.0} are integers, {@code "yes"} is a boolean, null is as good as absent. What makes no sense is named at once.
 */
public final class RequestFields {
    private static final int MAX_LENGTH = 1000;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(\\.0*)?");
    private static final Set<String> TRUE = Set.of("t", "y", "yes", "true", "on", "1");
    private static final Set<String> FALSE = Set.of("f", "n", "no", "false", "off", "0");
    private static final Set<String> NULL = Set.of("null", "");

    private final Map<String, Object> values;
    private final Map<String, List<String>> errors = new TreeMap<>();

    RequestFields(Map<String, Object> values) {
        this.values = values;
    }

    /** The 64-bit integer of this name; null when there is none, or none that is valid, which {@link #verify} tells. */
    public Long integer(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = number(value);
        if (number == null
                || number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            return refuse(name, QueryParameters.NOT_AN_INTEGER);
        }
        // Asked first, for 1e999999999 written out would fill the memory.
        long digits = (long) number.precision() - number.scale();
        try {
            return digits > 19 ? refuse(name, QueryParameters.OUT_OF_RANGE) : (Long) number.longValueExact();
        } catch (ArithmeticException e) {
            return refuse(name, QueryParameters.OUT_OF_RANGE);
        }
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        String text = value instanceof String string ? string.strip() : "";
        return text.length() <= MAX_LENGTH && INTEGER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** The same for integers that begin at 1. */
    public Long positive(String name) {
        Long number = integer(name);
        return number != null && number < 1 ? refuse(name, QueryParameters.LESS_THAN_ONE) : number;
    }

    /** The boolean of this name; null when there is none, or none that is valid. */
    public Boolean bool(String name) {
        Object value = values.get(name);
        String word = value instanceof BigDecimal number
                ? number.stripTrailingZeros().toString()
                : String.valueOf(value).strip().toLowerCase(Locale.ROOT);
        if (NULL.contains(word)) {
            return null;
        }
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return TRUE.contains(word);
        }
        return refuse(name, "Must be a valid boolean.");
    }

    /** Says that a field is wrong, for {@link #verify} to tell. */
    public <T> T refuse(String name, String sentence) {
        errors.put(name, List.of(sentence));
        return null;
    }

    /** Throws an {@link ApiError} 400 naming every field that was refused so far. */
    public void verify() {
        if (!errors.isEmpty()) {
            throw ApiError.validation(errors);
        }
    }
}
