package dev.interrater.backfill;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a cancellation has done.
 *
 * @param cancelledCount how many jobs were in flight and are FAILED now; 0 is an answer, too
 * @param message the same in a sentence
 */
@RegisterForReflection
@Schema(
        name = "AgreementV2BackfillCancelResponse",
        requiredProperties = {"cancelled_count", "message"})
record CancelResponse(
        @Schema(description = "How many jobs were cancelled")
        long cancelledCount,

        @Schema(description = "What was done, in a sentence")
        String message) {}
