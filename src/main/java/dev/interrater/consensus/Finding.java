package dev.interrater.consensus;

/** What is wrong with an annotator who does no better than chance. */
public enum Finding {
    /** Worse than chance: what they say is systematically something else, as if choices were mixed up. */
    INVERTED,
    /** Nearly always the same answer, though the consensus is often another. */
    SAME_ANSWER,
    /** What they answer does not depend on what is right. */
    RANDOM
}
