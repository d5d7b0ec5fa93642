package dev.interrater.database;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Closeable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import io.vertx.sqlclient.impl.Utils;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Opens connections that do not wait for ever: neither for being opened nor, from then on, for any answer. */
final class Connector implements Closeable {
    /** Vert.x's handlers in the pipeline: the one that closes a connection without traffic, and the client's own. */
    private static final String IDLE = "idle";

    private static final String CLIENT = "handler";

    private final ConnectionFactory factory;
    private final Supplier<AnswerTimeoutHandler> answerTimeout;

    /** Connections to any of some servers, which take so long at most to be opened, and have such a handler each from then on. */
    Connector(
            Vertx vertx,
            List<PgConnectOptions> servers,
            Duration opening,
            Supplier<AnswerTimeoutHandler> answerTimeout) {
        int millis = Math.toIntExact(opening.toMillis());
        for (PgConnectOptions server : servers) {
            server.setTcpKeepAlive(true);
            server.setConnectTimeout(millis);
            // While it is opened, any silence is one of the server.
            server.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
            server.setIdleTimeout(millis);
        }
        this.factory = PgDriver.INSTANCE.createConnectionFactory(vertx, Utils.roundRobinSupplier(servers));
        this.answerTimeout = answerTimeout;
    }

    Future<SqlConnection> connect(Context context) {
        return factory.connect(context).map(connection -> {
            ChannelPipeline pipeline = pipeline(connection);
            pipeline.remove(IDLE); // from now on it may idle
            pipeline.addBefore(CLIENT, AnswerTimeoutHandler.class.getName(), answerTimeout.get());
            return connection;
        });
    }

    /** Says when all that somebody does on a connection is due ({@link System#nanoTime}). */
    static void due(SqlConnection connection, long moment) {
        AnswerTimeoutHandler answers = pipeline(connection).get(AnswerTimeoutHandler.class);
        if (answers != null) { // a connection that was closed has none
            answers.due(moment);
        }
    }

    @Override
    public void close(Promise<Void> done) {
        factory.close(done);
    }

    static boolean isOpen(SqlConnection connection) {
        return pipeline(connection).channel().isActive();
    }

    /**
     * Closes a connection at once, whatever is under way on it, without another word to the server.
     *
     * @return ends when it is closed
     */
    static Uni<Void> discard(SqlConnection connection) {
        ChannelFuture closing = AnswerTimeoutHandler.close(pipeline(connection));
        return Uni.createFrom().emitter(end -> closing.addListener(closed -> end.complete(null)));
    }

    private static ChannelPipeline pipeline(SqlConnection connection) {
        var own = ((SqlConnectionInternal) connection).unwrap();
        var socket = (SocketConnectionBase) own.unwrap();
        return socket.socket().channelHandlerContext().pipeline();
    }
}
