/**
 * Agreement that follows the annotations after a backfill. One process looks for what has changed ({@link dev.interrater.live.ChangeWatch});
 * every worker compares changed tasks again ({@link dev.interrater.live.LiveWorker}), and looks at all tasks of a project now and then.
 */
package dev.interrater.live;
