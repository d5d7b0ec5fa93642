/**
 * The agreement of a project's tasks: reading what annotators said, comparing it in every dimension, keeping the matrices.
 *
 * <p>{@link dev.interrater.agreement.ProjectComparison} compares and does no I/O;
 * {@link dev.interrater.agreement.TaskReader} reads Label Studio's tables, {@link dev.interrater.agreement.MatrixStore}
 * writes ours.
 */
package dev.interrater.agreement;
