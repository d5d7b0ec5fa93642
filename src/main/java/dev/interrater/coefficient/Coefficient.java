package dev.interrater.coefficient;

/**
 * A chance-corrected coefficient: 1 for perfect agreement, 0 for what chance gives, negative for less than that.
 *
 * @param value at most 1, or null where it is undefined
 * @param reason why it is undefined, a sentence for people; null where it is defined
 * @param units how many units it rests on
 * @param leftOut how many units could not be used
 */
public record Coefficient(Double value, String reason, long units, long leftOut) {

    static Coefficient of(double value, long units, long leftOut) {
        return new Coefficient(value, null, units, leftOut);
    }

    static Coefficient undefined(String reason, long units, long leftOut) {
        return new Coefficient(null, reason, units, leftOut);
    }

    /** Whether there is a value. */
    public boolean isDefined() {
        return value != null;
    }
}
