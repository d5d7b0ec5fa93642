package dev.interrater.dimension;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The same of the body that defines or replaces a dimension, which has to have a name. */
@Schema(
        name = "DimensionRequest",
        requiredProperties = {"name"})
class DimensionRequest extends PatchedDimensionRequest {}
