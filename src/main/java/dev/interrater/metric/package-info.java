/**
 * The agreement of two annotators on one task in one dimension, as a number from 0 to 1.
 *
 * <p>What annotators said is an {@link dev.interrater.metric.Answer}; what compares two of them is a
 * {@link dev.interrater.metric.Metric}, found by its code in {@link dev.interrater.metric.Metrics};
 * all pairs of a task are its {@link dev.interrater.metric.PairScores}. Everything here is a pure function of
 * its arguments and may be called by any number of threads.
 *
 * <p>The rules are Label Studio's Agreement V2, as its public documentation gives them. What is called "ours" fills what
 * that documentation leaves open.
 */
package dev.interrater.metric;
