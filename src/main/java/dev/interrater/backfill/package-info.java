/** Backfill jobs: what was asked for, how far it is, and what that adds up to for an organization. */
package dev.interrater.backfill;
