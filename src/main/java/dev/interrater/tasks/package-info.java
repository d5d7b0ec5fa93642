/** What is asked of single tasks: their matrices, and lists of them. */
package dev.interrater.tasks;
