package dev.interrater.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this process follows the annotations between backfills. A process that runs no jobs does not. */
@ConfigMapping(prefix = "interrater.live")
public interface LiveConfig {
    String ENABLED = "true";
    String POLL = "4S";
    String REST = "3S";
    String SLACK = "1M";
    String SWEEP = "1H";

    /** Whether it does. */
    @WithDefault(ENABLED)
    boolean enabled();

    /** How often changes are looked for. Where looks take long, they rest for nine times as long. */
    @WithDefault(POLL)
    Duration poll();

    /** How long a project rests after tasks of it were compared. */
    @WithDefault(REST)
    Duration rest();

    /**
     * How much older than its transaction a date of Label Studio's may be, clocks that differ included. What is older, up to a day,
     * is found by a search that is made as often as it costs little; beyond that, by a sweep.
     */
    @WithDefault(SLACK)
    Duration slack();

    /** How often all tasks of a project are looked at, for changes that touch no date. */
    @WithDefault(SWEEP)
    Duration sweep();

    /** What events of Label Studio's webhooks have to bring as {@code X-Interrater-Secret}; without it none are taken. */
    Optional<String> webhookSecret();
}
