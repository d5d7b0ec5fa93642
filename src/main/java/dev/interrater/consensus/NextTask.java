package dev.interrater.consensus;

/**
 * A task of which another answer would tell something.
 *
 * @param value what is probably right
 * @param probability of that
 * @param answers how many it has
 * @param entropy of what is right, in bits
 * @param gain entropy times how much of it the annotators who have not answered yet get right, the mean by how much they answer
 */
public record NextTask(long id, int value, double probability, int answers, double entropy, double gain) {}
