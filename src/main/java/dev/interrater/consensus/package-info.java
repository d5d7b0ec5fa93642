/**
 * What is probably right, and who tells it: the consensus of all answers to a task by the model of Dawid and Skene, the competence of
 * annotators, and what another answer would tell (ours; no edition of Label Studio has it).
 *
 * <p>Pure functions of answers that are numbers: no input, no output, no framework. One thread goes over the answers in the order in
 * which they were added, so the same answers always give the same figures. The classes are not thread-safe.
 */
package dev.interrater.consensus;
