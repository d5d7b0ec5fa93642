/**
 * Agreement of a whole project in one dimension, corrected for chance: how much better annotators agree than they would by
 * answering at random with the same frequencies (ours; no edition of Label Studio has it).
 *
 * <p>Each coefficient takes the project's units, its tasks, one after the other and keeps only counts of values, so memory
 * grows with the number of different values and not with the project. What cannot be computed is undefined with a reason,
 * see {@link dev.interrater.coefficient.Coefficient}. The classes are not thread-safe.
 */
package dev.interrater.coefficient;
