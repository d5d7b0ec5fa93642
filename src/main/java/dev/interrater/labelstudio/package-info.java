/**
 * What is read of Label Studio's tables. Every statement about them is in the functions of schema {@code agreement} that
 * migration V7 defines, and nowhere else.
 */
package dev.interrater.labelstudio;
