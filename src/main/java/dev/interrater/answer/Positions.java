package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers, and positions on a line: numbers too, or times. */
final class Positions {

    private static final double FARTHEST = 1e18;
    private static final int LONGEST = 100;

    /** Decimal digits and nothing else that Java takes for a number. */
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][-+]?+[0-9]++)?+");

    /** Date, time and offset by ISO 8601; with a space instead of the T, too, and before the offset. */
    private static final Pattern ISO_8601 = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)(?:[Tt ]\\s*+(\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?))?\\s*+([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?");

    private Positions() {}

    /** A number, also one in a string; empty for what is none, and for what is not finite. */
    static OptionalDouble number(JsonNode json) {
        if (json.isNumber()) {
            return finite(json.doubleValue());
        }
        String text = json.isTextual() && json.textValue().length() <= LONGEST
                ? json.textValue().strip()
                : "";
        return NUMBER.matcher(text).matches() ? finite(Double.parseDouble(text)) : OptionalDouble.empty();
    }

    /**
     * A number, or a time in milliseconds since 1970. Times without an offset are UTC.
     *
     * @param timeFormat how the data's times are written, in d3's notation, or null; others are taken for numbers or ISO 8601
     * @return empty for what is neither number nor time
     */
    static OptionalDouble read(JsonNode json, String timeFormat) {
        if (timeFormat != null && json.isTextual() && json.textValue().length() <= LONGEST) {
            OptionalDouble time = TimeFormat.read(timeFormat, json.textValue().strip());
            if (time.isPresent()) {
                return inRange(time);
            }
        }
        OptionalDouble number = number(json);
        return inRange(number.isPresent() || !json.isTextual() ? number : iso8601(json.textValue()));
    }

    private static OptionalDouble iso8601(String text) {
        if (text.length() > LONGEST) {
            return OptionalDouble.empty();
        }
        Matcher parts = ISO_8601.matcher(text.strip());
        if (!parts.matches()) {
            return OptionalDouble.empty();
        }
        try {
            LocalDate date = LocalDate.parse(parts.group(1));
            LocalTime time = parts.group(2) == null
                    ? LocalTime.MIDNIGHT
                    : LocalTime.parse(parts.group(2).replace(',', '.'));
            ZoneOffset offset = parts.group(3) == null
                    ? ZoneOffset.UTC
                    : ZoneOffset.of(parts.group(3).toUpperCase(Locale.ROOT));
            return OptionalDouble.of(date.atTime(time).toEpochSecond(offset) * 1e3 + time.getNano() / 1e6);
        } catch (DateTimeException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble finite(double number) {
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    private static OptionalDouble inRange(OptionalDouble number) {
        return number.isPresent() && Math.abs(number.getAsDouble()) <= FARTHEST ? number : OptionalDouble.empty();
    }
}
