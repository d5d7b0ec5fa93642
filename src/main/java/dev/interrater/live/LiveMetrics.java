package dev.interrater.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures how far agreement is behind the annotations. */
@Singleton
class LiveMetrics {
    private final Timer lag;
    private volatile SweepAge sweepAge = new SweepAge(0, 0);

    /** So many seconds at this time of {@link System#nanoTime}; it grows by itself. */
    private record SweepAge(double seconds, long at) {
        double now() {
            return seconds == 0 ? 0 : seconds + (System.nanoTime() - at) / 1e9;
        }
    }

    LiveMetrics(MeterRegistry registry) {
        lag = registry.timer("interrater.live.lag");
        TimeGauge.builder("interrater.live.sweep.age", () -> sweepAge.now(), TimeUnit.SECONDS)
                .register(registry);
    }

    /** Tasks were compared so many seconds after a change of them was noticed. */
    void followed(List<Double> seconds) {
        seconds.forEach(waited -> lag.record(Duration.ofNanos((long) (Math.max(0, waited) * 1e9))));
    }

    /** So many seconds ago the project was looked at as a whole that has waited longest for it; 0 where there is none. */
    void sweepAge(double seconds) {
        sweepAge = new SweepAge(seconds, System.nanoTime());
    }
}
