/** The way to the database: its pool, how long anything waits for it, and what it means when it does not answer. */
package dev.interrater.database;
