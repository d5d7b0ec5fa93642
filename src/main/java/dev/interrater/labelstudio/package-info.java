/**
 * What is known of Label Studio: where it is, and what is read of its tables. Every statement about those is in the functions of schema {@code agreement} that
 * migrations V7, V23, V25, V26, V31 and V36 define, and nowhere else.
 */
package dev.interrater.labelstudio;
