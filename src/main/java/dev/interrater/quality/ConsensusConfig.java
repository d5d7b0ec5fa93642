package dev.interrater.quality;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How this process computes what is probably right in a project. A process that runs no jobs does not. */
@ConfigMapping(prefix = "interrater.consensus")
public interface ConsensusConfig {
    String MEMORY = "192M";
    String MODELS = "false";

    /**
     * Bytes of heap that the answers of one dimension may take: four for each, and ten for each task, or a few for each task where the same
     * annotators answer alike. A dimension with more has no consensus, and says so.
     */
    @WithDefault(MEMORY)
    MemorySize memory();

    /** Whether versions of models take part like annotators. */
    @WithDefault(MODELS)
    boolean models();
}
