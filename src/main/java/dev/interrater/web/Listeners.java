package dev.interrater.web;

import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the HTTP servers listen on. A process that is about to end takes no more connections a little before it stops answering: whoever
 * is connected by then has time to ask, and whoever comes later is refused and can turn to another process. Otherwise clients that go on
 * asking would have requests under way for ever, and lose those that are under way when the wait for them ends.
 */
@Singleton
class Listeners {
    /** From the last connection that is taken to the end of {@code quarkus.shutdown.delay}. */
    private static final Duration TIME_TO_ASK = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Duration delay;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();

    Listeners(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        this.vertx = vertx;
        this.delay = delay;
    }

    void add(Channel channel) {
        channels.add(channel);
    }

    /** Those who ask how the process is are let in to the end. */
    void close(@Observes ShutdownDelayInitiatedEvent event, HttpServer server) {
        long millis = delay.minus(TIME_TO_ASK).toMillis();
        vertx.setTimer(
                Math.max(1, millis),
                id -> channels.stream()
                        .filter(channel -> channel.localAddress() instanceof InetSocketAddress address
                                && address.getPort() == server.getPort())
                        .forEach(Channel::close));
    }
}
