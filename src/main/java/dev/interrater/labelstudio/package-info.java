/**
 * What is read of Label Studio's tables. Every statement about them is in the functions of schema {@code agreement} that
 * migrations V7 and V23 define, and nowhere else.
 */
package dev.interrater.labelstudio;
