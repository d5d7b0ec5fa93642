/**
 * What is compared in a project: the dimensions that its label config makes, and the answers that annotators gave in each.
 *
 * <p>{@link dev.interrater.dimension.LabelConfig} reads the config, {@link dev.interrater.dimension.Dimension#of} makes
 * dimensions of it, and a {@link dev.interrater.dimension.ResultReader} takes their answers out of a result.
 */
package dev.interrater.dimension;
