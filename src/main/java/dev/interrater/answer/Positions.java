package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.OptionalDouble;

/** Reads a position on a line: a number, or a time as ISO 8601 writes it. */
final class Positions {

    private static final double FARTHEST = 1e18;
    private static final int LONGEST = 40;

    private Positions() {}

    /** Times in milliseconds since 1970, those without an offset as UTC; empty for what is neither number nor time. */
    static OptionalDouble read(JsonNode json) {
        if (json.isNumber()) {
            return inRange(json.doubleValue());
        }
        if (!json.isTextual() || json.asText().length() > LONGEST) {
            return OptionalDouble.empty();
        }
        String text = json.asText().strip();
        try {
            return inRange(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return time(text);
        }
    }

    private static OptionalDouble time(String text) {
        try {
            TemporalAccessor time = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.contains(":") ? text.replaceFirst(" +", "T") : text + "T00:00:00",
                    OffsetDateTime::from,
                    LocalDateTime::from);
            OffsetDateTime exact =
                    time instanceof OffsetDateTime offset ? offset : ((LocalDateTime) time).atOffset(ZoneOffset.UTC);
            return OptionalDouble.of(exact.toEpochSecond() * 1e3 + exact.getNano() / 1e6);
        } catch (DateTimeException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble inRange(double number) {
        return Math.abs(number) <= FARTHEST ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
