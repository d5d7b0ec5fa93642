package dev.interrater.coefficient;

/**
 * A chance-corrected coefficient: 1 for perfect agreement, 0 for what chance gives, negative for less than that.
 *
 * @param value at most 1, or null where it is undefined
 * @param reason why it is undefined, a sentence for people; null where it is defined
 * @param units how many units it rests on
 * @param leftOut how many units could not be used
 * @param error how far it may be off; null where that cannot be told
 * @param errorReason why it cannot be told, a sentence for people; null where it can, and where there is no value
 */
public record Coefficient(
        Double value, String reason, long units, long leftOut, SamplingError error, String errorReason) {

    static Coefficient of(double value, long units, long leftOut) {
        return new Coefficient(value, null, units, leftOut, null, null);
    }

    static Coefficient undefined(String reason, long units, long leftOut) {
        return new Coefficient(null, reason, units, leftOut, null, null);
    }

    /** The same, known to be off so far. */
    Coefficient with(SamplingError known) {
        return new Coefficient(value, reason, units, leftOut, known, null);
    }

    /** The same, where it cannot be told how far it may be off. */
    Coefficient without(String why) {
        return new Coefficient(value, reason, units, leftOut, null, value == null ? null : why);
    }

    /** The same with the error of another one of the same units, or the reason why that has none. */
    Coefficient withErrorOf(Coefficient other) {
        return other.error == null
                ? without(other.value == null ? other.reason : other.errorReason)
                : with(other.error);
    }

    /** Whether there is a value. */
    public boolean isDefined() {
        return value != null;
    }
}
