package dev.interrater.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.quarkus.arc.Arc;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.VertxServiceProvider;
import java.time.Duration;

/**
 * Puts a {@link RequestGuard} into every connection that the HTTP servers accept, and tells {@link Listeners} what they listen on. Neither
 * Quarkus nor Vert.x lets an application see what comes before a request is complete and valid, or stop listening while it still answers,
 * so this takes the one way that Vert.x leaves open, its transport. Quarkus finds it in {@code META-INF/services}. Connections with TLS are
 * left alone.
 */
public final class GuardedTransport extends JDKTransport implements VertxServiceProvider {
    private static final String ENCODER = "httpEncoder";

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(this);
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        ChannelHandler http = bootstrap.config().childHandler();
        HttpErrors errors = Arc.container().instance(HttpErrors.class).get();
        Duration timeout = Arc.container().instance(HttpConfig.class).get().receiveTimeout();
        Listeners listeners = Arc.container().instance(Listeners.class).get();
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                listeners.add(channel);
            }
        });
        bootstrap.childHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(http);
                if (channel.pipeline().get(ENCODER) != null) {
                    channel.pipeline().addAfter(ENCODER, "guard", new RequestGuard(errors, timeout));
                }
            }
        });
    }
}
