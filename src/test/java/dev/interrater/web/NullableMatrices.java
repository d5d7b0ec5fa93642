package dev.interrater.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Says of every matrix of figures that a figure may be null, for which there is no annotation. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class NullableMatrices implements OASFilter {
    @Override
    public Schema filterSchema(Schema schema) {
        Schema row = schema.getItems();
        Schema figure = row == null ? null : row.getItems();
        if (figure != null && List.of(SchemaType.NUMBER).equals(figure.getType())) {
            figure.addType(SchemaType.NULL);
        }
        return schema;
    }
}
