/**
 * Agreement in Label Studio's Data Manager, where it is switched on for a project: the agreement of each task as the score of a prediction of
 * its own model version, written through Label Studio's API by a worker ({@link dev.interrater.datamanager.ScoreWorker}). What is to be
 * written is what differs between our table and Label Studio's; nothing else is kept of it.
 */
package dev.interrater.datamanager;
