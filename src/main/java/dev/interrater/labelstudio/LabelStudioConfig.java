package dev.interrater.labelstudio;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where Label Studio itself is, beside its database. */
@ConfigMapping(prefix = "interrater.label-studio")
public interface LabelStudioConfig {
    /**
     * Where this service reaches Label Studio, {@code http://label-studio:8080}. With it, whoever is signed in to Label Studio at
     * the same address is signed in to the page. Without it, sessions do not count.
     */
    Optional<URI> url();

    /** Where people reach Label Studio, for links into it. Without it, at the page's own address if {@code url} is set. */
    Optional<URI> publicUrl();

    /** How long Label Studio may take to say whose session it is, before the request is answered 503. */
    @WithDefault("4S")
    Duration patience();

    /**
     * A token of Label Studio for each organization by its ID, a legacy one or a personal access token, of somebody who may change the
     * projects: with it, agreement is written to the Data Manager of projects that it is switched on for. Without one nothing is.
     */
    Map<Long, String> tokens();

    /** How long Label Studio may take for one request that writes. */
    @WithDefault("5M")
    Duration writePatience();
}
