package dev.interrater.dimension;

import dev.interrater.metric.MetricType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One dimension, as clients see it: what a list has of it, and who made it. */
@RegisterForReflection
@Schema(name = "Dimension")
public class DimensionView extends DimensionListView {
    @Schema(nullable = true, description = "ID of the user who defined it; null for those of the label config")
    public final Long createdBy;

    @Schema(
            required = true,
            description =
                    "How many tasks have a score in it that another metric, or another label config, made; the next backfill computes them again")
    public final long outOfDate;

    /** Of a dimension; see {@link DimensionListView}. */
    DimensionView(Dimension dimension, List<MetricType> allowed, long outOfDate) {
        super(dimension, allowed);
        createdBy = dimension.createdBy;
        this.outOfDate = outOfDate;
    }
}
