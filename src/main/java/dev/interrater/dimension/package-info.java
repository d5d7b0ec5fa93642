/** The dimensions that are kept for a project: those of its label config, with what people have set on them. */
package dev.interrater.dimension;
