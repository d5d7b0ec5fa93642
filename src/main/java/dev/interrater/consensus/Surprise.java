package dev.interrater.consensus;

/**
 * An answer that is not to be expected of its annotator.
 *
 * @param consensus what is probably right
 * @param probability that the annotator answers so, given what is probably right
 */
public record Surprise(int annotator, long task, int answer, int consensus, double probability) {}
