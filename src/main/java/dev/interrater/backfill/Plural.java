package dev.interrater.backfill;

import java.util.Locale;

/** How many of something, in words for people. */
final class Plural {
    private Plural() {}

    /** "1 job", "2 jobs", "10,000 jobs". */
    static String of(long count, String noun) {
        return String.format(Locale.ROOT, count == 1 ? "%,d %s" : "%,d %ss", count, noun);
    }
}
