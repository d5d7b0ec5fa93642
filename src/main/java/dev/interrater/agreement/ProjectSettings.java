package dev.interrater.agreement;

import dev.interrater.dimension.ProjectDimensions;
import dev.interrater.labelconfig.ConfigDimension;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/**
 * What Label Studio has about a project that agreement depends on.
 *
 * @param labelConfig XML
 * @param controlWeights JSON; null when there are none
 * @param cluster where its rows lie: their versions mean nothing in another cluster, to which a dump may have brought them
 */
public record ProjectSettings(Long organizationId, String labelConfig, String controlWeights, long cluster) {
    static ProjectSettings of(Row row) {
        return new ProjectSettings(
                row.getLong("organization_id"),
                row.getString("label_config"),
                row.getString("control_weights"),
                row.getLong("cluster"));
    }

    /**
     * The dimensions of its label config.
     *
     * @throws dev.interrater.labelconfig.InvalidLabelConfigException if that cannot be read
     */
    public List<ConfigDimension> dimensions() {
        return ProjectDimensions.of(labelConfig, controlWeights);
    }
}
