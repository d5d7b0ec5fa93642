package dev.interrater.web;

import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields that a request brings, in its query or in its body. Those of a query are read strictly, those of a body as
 * leniently as Label Studio reads them, in JSON and in forms alike: {@code "3"} and {@code 3.0} are integers, {@code "yes"} is
 * a boolean, null counts as absent. What is not valid is null here, and {@link #verify} names all of it at once.
 */
public final class Fields {
    private static final String NOT_AN_INTEGER = "A valid integer is required.";
    private static final String OUT_OF_RANGE = "This integer is out of the 64-bit range.";
    private static final String LESS_THAN_ONE = "Ensure this value is greater than or equal to 1.";

    // Not Character.isDigit: an integer in Arabic digits is a typing error here, not a number.
    private static final Pattern STRICT = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern LENIENT = Pattern.compile("\\s*[+-]?[0-9]+(\\.0*)?\\s*");
    private static final Pattern DECIMAL = Pattern.compile("\\s*[+-]?[0-9]+(\\.[0-9]*)?\\s*");
    private static final int MAX_LENGTH = 1000;
    private static final int LONGEST_JSON = 16_384;

    private static final Set<String> TRUE = Set.of("t", "y", "yes", "true", "on", "1");
    private static final Set<String> FALSE = Set.of("f", "n", "no", "false", "off", "0");
    private static final Set<String> NULL = Set.of("null", "");

    /** Stands for the values of a parameter that is given several times. */
    private static final Object REPEATED = new Object();

    private final Map<String, ?> values;
    private final Pattern integers;
    private final String path;
    private final Map<String, List<String>> errors;

    private Fields(Map<String, ?> values, Pattern integers, String path, Map<String, List<String>> errors) {
        this.values = values;
        this.integers = integers;
        this.path = path;
        this.errors = errors;
    }

    /** The parameters of a query; none of them may be given twice or empty. */
    public static Fields ofQuery(UriInfo uri) {
        Map<String, Object> values = new HashMap<>();
        uri.getQueryParameters()
                .forEach((name, given) -> values.put(name, given.size() == 1 ? given.get(0) : REPEATED));
        return new Fields(values, STRICT, "", new TreeMap<>());
    }

    /**
     * The fields of a body.
     *
     * @param values texts, {@link BigDecimal}s, booleans, nulls, and maps and lists of them
     */
    static Fields ofBody(Map<String, ?> values) {
        return new Fields(values, LENIENT, "", new TreeMap<>());
    }

    /** The fields of the object of this name, whose errors are named {@code name.field}; null when there is none. */
    public Fields object(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> object)) {
            return refuse(name, "Expected an object of fields.");
        }
        Map<String, Object> inner = new HashMap<>();
        object.forEach((key, of) -> inner.put((String) key, of));
        return new Fields(inner, integers, path + name + ".", errors);
    }

    /** The object that a text of this name holds as JSON, whose errors are named {@code name.field}; null when there is none. */
    public Fields json(String name) {
        String text = text(name, LONGEST_JSON);
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            return refuse(name, "Expected an object as JSON.");
        }
        try {
            return inside(
                    name,
                    RequestParser.parse(null, text.getBytes(StandardCharsets.UTF_8))
                            .values());
        } catch (ApiError e) {
            return refuse(name, "Expected an object as JSON.");
        }
    }

    /** These fields as if they were those of an object of this name. */
    public Fields inside(String name, Map<String, ?> fields) {
        return new Fields(fields, LENIENT, path + name + ".", errors);
    }

    /** The texts in the list of this name; none when there is no list. */
    public List<String> texts(String name, int most, int longest) {
        Object value = value(name);
        List<?> list = value == null ? List.of() : value instanceof List<?> given ? given : List.of(value);
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String || item instanceof BigDecimal)
                    || item.toString().length() > longest) {
                refuse(name, "Expected a list of strings of no more than " + longest + " characters.");
                return List.of();
            }
            texts.add(item instanceof BigDecimal number ? number.toPlainString() : (String) item);
        }
        if (texts.size() > most) {
            refuse(name, "Ensure that there are no more than " + most + " of them.");
            return List.of();
        }
        return texts;
    }

    /** The 64-bit integer of this name; null when there is none. */
    public Long integer(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = number(value);
        if (number == null
                || number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            return refuse(name, NOT_AN_INTEGER);
        }
        // Asked first, for 1e999999999 written out would fill the memory.
        long digits = (long) number.precision() - number.scale();
        try {
            return digits > 19 ? refuse(name, OUT_OF_RANGE) : (Long) number.longValueExact();
        } catch (ArithmeticException e) {
            return refuse(name, OUT_OF_RANGE);
        }
    }

    private BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        return value instanceof String text
                        && text.length() <= MAX_LENGTH
                        && integers.matcher(text).matches()
                ? new BigDecimal(text.strip())
                : null;
    }

    /** The same for integers within bounds, both included. */
    public Integer integer(String name, int minimum, int maximum) {
        Long number = integer(name);
        if (number == null) {
            return null;
        }
        if (number < minimum) {
            return refuse(name, "Ensure this value is greater than or equal to " + minimum + ".");
        }
        return number > maximum
                ? refuse(name, "Ensure this value is less than or equal to " + maximum + ".")
                : (Integer) number.intValue();
    }

    /** The same for integers that begin at 1. */
    public Long positive(String name) {
        Long number = integer(name);
        return number != null && number < 1 ? refuse(name, LESS_THAN_ONE) : number;
    }

    /** The decimal number of this name within bounds, both included, with so many decimals at most; null when there is none. */
    public BigDecimal decimal(String name, BigDecimal minimum, BigDecimal maximum, int decimals) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value instanceof BigDecimal given
                ? given
                : value instanceof String text
                                && text.length() <= MAX_LENGTH
                                && DECIMAL.matcher(text).matches()
                        ? new BigDecimal(text.strip())
                        : null;
        if (number == null) {
            return refuse(name, "A valid number is required.");
        }
        if (number.compareTo(minimum) < 0) {
            return refuse(name, "Ensure this value is greater than or equal to " + minimum + ".");
        }
        if (number.compareTo(maximum) > 0) {
            return refuse(name, "Ensure this value is less than or equal to " + maximum + ".");
        }
        // 0e-999999999 is a zero that PostgreSQL does not read.
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return shortest.scale() > decimals
                ? refuse(name, "Ensure that there are no more than " + decimals + " decimal places.")
                : shortest;
    }

    /** The boolean of this name; null when there is none. */
    public Boolean bool(String name) {
        Object value = value(name);
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

    /** The text of this name, of so many characters at most; null when there is none. */
    public String text(String name, int longest) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            return refuse(name, "Not a valid string.");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return refuse(name, "Ensure this field has no more than " + longest + " characters.");
        }
        // PostgreSQL keeps neither, and JSON has both.
        return text.indexOf(0) >= 0 || text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)
                ? refuse(name, "Null characters and halves of characters are not allowed.")
                : text;
    }

    /** Whether there is a field of this name that is not null. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** All fields as they came: texts, {@link BigDecimal}s, booleans, nulls, and maps and lists of them. */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The constant that this field's value names as text; null when there is none. */
    public <E extends Enum<E>> E choice(String name, Class<E> choices) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.toString().equals(value))
                .findFirst()
                .orElseGet(() -> refuse(name, "\"" + value + "\" is not a valid choice."));
    }

    /** The number of the page that is asked for: 1 when none is, and 0, which no page has, when it is not a number. */
    long page() {
        Object given = values.get("page");
        try {
            return given == null
                    ? 1
                    : given instanceof String text && STRICT.matcher(text).matches() ? Long.parseLong(text) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Object value(String name) {
        Object value = values.get(name);
        return value == REPEATED ? refuse(name, "This parameter may be given only once.") : value;
    }

    /** Says that a field is wrong, for {@link #verify} to tell; returns null. */
    public <T> T refuse(String name, String sentence) {
        errors.put(path + name, List.of(sentence));
        return null;
    }

    /** Says that a field is missing; returns null. */
    public <T> T require(String name) {
        return refuse(name, "This field is required.");
    }

    /** Throws an {@link ApiError} 400 that names every field that was refused so far. */
    public void verify() {
        if (!errors.isEmpty()) {
            throw ApiError.validation(errors);
        }
    }
}
