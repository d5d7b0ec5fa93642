package dev.interrater.metric;

/**
 * An annotator's answer cannot be compared: it is malformed, or too large for that to end in reasonable time. It concerns
 * one task only. The message is a short reason to be shown to people; it carries next to nothing of the answer itself.
 */
public class IncomparableAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 60;

    /** A reason such as "width is not a number". */
    public IncomparableAnswerException(String reason) {
        // Without a stack trace: a project may have a million such answers, and the reason says where it is.
        super(reason, null, false, false);
    }

    /** What was found, cut to a length that fits into a reason and stripped of control characters. */
    public static String quote(String found) {
        int end = found.offsetByCodePoints(
                0, Math.min(LONGEST_QUOTE, found.codePointCount(0, Math.min(found.length(), 2 * LONGEST_QUOTE))));
        return "'" + found.substring(0, end).replaceAll("\\p{Cntrl}", " ") + (end < found.length() ? "…'" : "'");
    }
}
