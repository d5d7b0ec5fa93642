package dev.interrater.answer;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a time in d3's notation, which Label Studio's TimeSeries tag has in {@code timeFormat}, as d3's utcParse does for the
 * English language: what is missing is the first of its kind, in 1900, and what has no offset is UTC.
 */
final class TimeFormat {

    private static final Map<Character, String> SHORT_FOR =
            Map.of('c', "%x, %X", 'x', "%-m/%-d/%Y", 'X', "%-I:%M:%S %p");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final List<String> WEEKDAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
    private static final int ABBREVIATED = 3;

    /** How many characters a number has at most. */
    private static final Map<Character, Integer> WIDTHS = Map.ofEntries(
            Map.entry('d', 2),
            Map.entry('e', 2),
            Map.entry('f', 6),
            Map.entry('g', 2),
            Map.entry('G', 4),
            Map.entry('H', 2),
            Map.entry('I', 2),
            Map.entry('j', 3),
            Map.entry('L', 3),
            Map.entry('m', 2),
            Map.entry('M', 2),
            Map.entry('q', 1),
            Map.entry('Q', 18),
            Map.entry('s', 15),
            Map.entry('S', 2),
            Map.entry('u', 1),
            Map.entry('U', 2),
            Map.entry('V', 2),
            Map.entry('w', 1),
            Map.entry('W', 2),
            Map.entry('y', 2),
            Map.entry('Y', 4));

    private static final Pattern NUMBER = Pattern.compile("\\s*+\\d++");
    private static final Pattern SIGNED_NUMBER = Pattern.compile("\\s*+-?+\\d++");
    private static final Pattern ZONE = Pattern.compile("Z|([+-]\\d\\d)(?::?(\\d\\d))?");

    private final String text;
    private int position;
    private final Map<Character, Long> found = new HashMap<>();

    private TimeFormat(String text) {
        this.text = text;
    }

    /** Milliseconds since 1970, or empty if the text is not written in this format. */
    static OptionalDouble read(String format, String text) {
        TimeFormat reader = new TimeFormat(text);
        return reader.follows(format) && reader.position == text.length() && reader.hasSuchWeek()
                ? OptionalDouble.of(reader.time())
                : OptionalDouble.empty();
    }

    private boolean follows(String format) {
        for (int i = 0; i < format.length(); i++) {
            char expected = format.charAt(i);
            if (expected == '%' && i + 1 < format.length()) {
                boolean padded = "-_0".indexOf(format.charAt(i + 1)) >= 0 && i + 2 < format.length();
                i += padded ? 2 : 1;
                if (!take(format.charAt(i))) {
                    return false;
                }
            } else if (position >= text.length() || text.charAt(position++) != expected) {
                return false;
            }
        }
        return true;
    }

    private boolean take(char directive) {
        if (SHORT_FOR.containsKey(directive)) {
            return follows(SHORT_FOR.get(directive));
        }
        return switch (directive) {
            case '%' -> text.startsWith("%", position++);
            case 'a', 'A' -> takeName(WEEKDAYS, directive == 'a', 'w');
            case 'b', 'B' -> takeName(MONTHS, directive == 'b', 'b');
            case 'p' -> takeName(List.of("am", "pm"), false, 'p');
            case 'Z' -> takeZone();
            default -> WIDTHS.containsKey(directive) && takeNumber(directive);
        };
    }

    private boolean takeNumber(char directive) {
        int end = Math.min(text.length(), position + WIDTHS.get(directive));
        Matcher number = (directive == 'Q' || directive == 's' ? SIGNED_NUMBER : NUMBER)
                .matcher(text)
                .region(position, end);
        if (!number.lookingAt()) {
            return false;
        }
        long value = Long.parseLong(number.group().strip());
        position = number.end();
        switch (directive) {
            case 'e' -> found.put('d', value);
            case 'f' -> found.put('f', value);
            case 'g', 'y' -> found.put('Y', value + (value > 68 ? 1900 : 2000));
            case 'G' -> found.put('Y', value);
            case 'I' -> found.put('H', value);
            case 'm' -> found.put('b', value - 1);
            case 'u' -> found.put('w', value % 7);
            default -> found.put(directive, value);
        }
        return true;
    }

    private boolean takeName(List<String> names, boolean abbreviated, char field) {
        String rest = text.substring(position).toLowerCase(Locale.ROOT);
        for (int i = 0; i < names.size(); i++) {
            String name = abbreviated ? names.get(i).substring(0, ABBREVIATED) : names.get(i);
            if (rest.startsWith(name)) {
                found.put(field, (long) i);
                position += name.length();
                return true;
            }
        }
        return false;
    }

    private boolean takeZone() {
        Matcher zone = ZONE.matcher(text).region(position, text.length());
        if (!zone.lookingAt()) {
            return false;
        }
        position = zone.end();
        long hours = zone.group(1) == null ? 0 : Long.parseLong(zone.group(1));
        long minutes = zone.group(2) == null ? 0 : Long.parseLong(zone.group(2));
        boolean west = zone.group().startsWith("-");
        found.put('Z', hours * 60 + (west ? -minutes : minutes));
        return true;
    }

    private boolean hasSuchWeek() {
        return field('V', 1) >= 1 && field('V', 1) <= 53;
    }

    private double time() {
        double milliseconds = field('L', 0) + field('f', 0) / 1e3;
        if (found.containsKey('Q')) {
            return field('Q', 0);
        }
        if (found.containsKey('s')) {
            return field('s', 0) * 1e3 + milliseconds;
        }
        long hour = found.containsKey('p') ? field('H', 0) % 12 + field('p', 0) * 12 : field('H', 0);
        long minutes = (date().toEpochDay() * 24 + hour) * 60 + field('M', 0) - field('Z', 0);
        return (minutes * 60 + field('S', 0)) * 1e3 + milliseconds;
    }

    private LocalDate date() {
        LocalDate year = LocalDate.of((int) field('Y', 1900), 1, 1);
        if (found.containsKey('V')) {
            // The week of 4 January is the first.
            return year.withDayOfMonth(4)
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .plusDays(7 * (field('V', 1) - 1) + (field('w', 1) + 6) % 7);
        }
        if (found.containsKey('W')) {
            // The first Monday begins the week 1.
            return year.with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY))
                    .plusDays(7 * (field('W', 1) - 1) + (field('w', 1) + 6) % 7);
        }
        if (found.containsKey('U')) {
            return year.with(TemporalAdjusters.firstInMonth(DayOfWeek.SUNDAY))
                    .plusDays(7 * (field('U', 1) - 1) + field('w', 0));
        }
        long day = found.containsKey('j') ? field('j', 1) : field('d', 1);
        long month = found.containsKey('j') ? 0 : field('b', 3 * (field('q', 1) - 1));
        return year.plusMonths(month).plusDays(day - 1);
    }

    private long field(char name, long otherwise) {
        return found.getOrDefault(name, otherwise);
    }
}
