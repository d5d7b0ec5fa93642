/**
 * What a label config asks: {@link dev.interrater.labelconfig.LabelConfig} reads its control tags, and {@link
 * dev.interrater.labelconfig.ConfigDimension#of} makes dimensions of them.
 */
package dev.interrater.labelconfig;
