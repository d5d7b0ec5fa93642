package dev.interrater.analytics;

/** With whom a participant is compared. */
enum Counterpart {
    /** All versions of models. */
    MODELS,
    /** The ground truth. */
    GROUND_TRUTH,
    /** All annotators. */
    ANNOTATORS;

    /** The sign of the number that participants of this kind have where their agreement is kept. */
    int sign() {
        return ordinal() - 1;
    }

    static Counterpart of(int sign) {
        return values()[sign + 1];
    }
}
