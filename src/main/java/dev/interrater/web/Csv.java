package dev.interrater.web;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Writes comma-separated values (RFC 4180) that are safe to open in a spreadsheet. */
public final class Csv {
    /** The media type. */
    public static final String MEDIA_TYPE = "text/csv";

    private Csv() {}

    /** A line with its end. Null is an empty cell, a date looks as in JSON; a text that a spreadsheet would take for a formula gets an apostrophe. */
    public static String line(List<?> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Number) {
            return value.toString();
        }
        String text = value instanceof Instant date ? JsonDates.text(date) : value.toString();
        // Spreadsheets skip blanks and line ends in front of a formula.
        if (!text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
