/**
 * What annotators answered: a {@link dev.interrater.answer.ResultReader} takes the answers of a project's dimensions out of a
 * result as Label Studio stores it.
 */
package dev.interrater.answer;
