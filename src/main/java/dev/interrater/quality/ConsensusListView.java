package dev.interrater.quality;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of the consensus in a dimension.
 *
 * @param next the cursor that asks for the next page; null on the last one
 */
@RegisterForReflection
@Schema(
        name = "ConsensusList",
        requiredProperties = {"dimension", "name", "computed_at", "out_of_date", "method", "results", "next"})
public record ConsensusListView(
        @Schema(description = "ID of the dimension") long dimension,

        @Schema(description = "Name of the dimension") String name,

        Instant computedAt,

        @Schema(description = "Whether answers have changed since")
        boolean outOfDate,

        @Schema(
                description =
                        "How it was found: by the model of Dawid and Skene, or, where answers are no categories, as the answer of a "
                                + "task that agrees most with all others of it (medoid)")
        String method,

        List<TaskConsensusView> results,

        @Schema(nullable = true, description = "Cursor of the next page, null on the last one")
        String next) {}
