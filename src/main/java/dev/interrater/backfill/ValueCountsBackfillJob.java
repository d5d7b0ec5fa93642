package dev.interrater.backfill;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Label Studio's name for a {@link JobView} of the other kind, for the API's description alone: clients get the same object. */
@Schema(name = "ValueCountsBackfillJob", allOf = JobView.class)
interface ValueCountsBackfillJob {}
