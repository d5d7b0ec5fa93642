package dev.interrater.database;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.CommandResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which a command waits for its answer for too long. All that waits on it fails then, and the pool forgets
 * it: nobody can tell a connection that will never answer from one that is late. It stands between the client's codec and its
 * connection, where every command and every answer passes, whoever asked.
 */
final class AnswerTimeoutHandler extends ChannelDuplexHandler {
    private static final String LATE = "The database did not answer in time";

    private final Duration patience;
    private final Duration silent;
    private final Silence silence;
    /** When each command under way was sent. Used by the connection's event loop alone. */
    private final Queue<Long> sent = new ArrayDeque<>();

    /** When it looks next, if it is going to. */
    private Long check;

    private boolean late;
    private volatile long due;

    /**
     * @param patience how long a command may wait for its answer
     * @param silent from when on a connection that is closed while a command waits counts as silent, and not only as slow; it may be
     *     closed before its patience has ended, because what it was borrowed for is due
     */
    AnswerTimeoutHandler(Duration patience, Duration silent, Silence silence) {
        this.patience = patience;
        this.silent = silent;
        this.silence = silence;
        this.due = System.nanoTime() + Long.MAX_VALUE / 2;
    }

    /** Whoever borrows the connection says when all of his work is due ({@link System#nanoTime}); he may renew it. */
    void due(long moment) {
        due = moment;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof CommandBase<?>) {
            sent.add(System.nanoTime());
            watch(context);
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof CommandResponse<?> response) {
            sent.poll();
            context.fireChannelRead(told(response));
        } else {
            context.fireChannelRead(message);
        }
    }

    /** That the connection was lost is told as what it is: elsewhere the same exceptions mean other things. */
    private CommandResponse<?> told(CommandResponse<?> response) {
        Throwable cause = response.toAsyncResult().cause();
        boolean refused =
                cause instanceof PgException; // an answer, although the client counts it among its own failures
        if (!refused && (cause instanceof IOException || cause instanceof VertxException)) {
            return failure(
                    response, late ? new DatabaseUnavailableException(LATE) : new DatabaseUnavailableException(cause));
        }
        return response;
    }

    private static <T> CommandResponse<T> failure(CommandResponse<T> response, Throwable cause) {
        CommandResponse<T> failure = CommandResponse.failure(cause);
        failure.cmd = response.cmd;
        return failure;
    }

    /** Most commands are answered long before anybody looks, so there is no timer for each of them. */
    private void watch(ChannelHandlerContext context) {
        long now = System.nanoTime();
        long moment = now + Math.min(sent.peek() + patience.toNanos() - now, due - now);
        if (check == null || moment - check < 0) {
            check = moment;
            context.executor().schedule(() -> check(context), Math.max(0, moment - now), TimeUnit.NANOSECONDS);
        }
    }

    /** From the socket's end of the pipeline: the client would say goodbye first, and wait for the server to hang up. */
    static ChannelFuture close(ChannelPipeline pipeline) {
        ChannelHandlerContext socket = pipeline.firstContext();
        // A connection that is closed already has none.
        return socket == null ? pipeline.channel().closeFuture() : socket.close();
    }

    private void check(ChannelHandlerContext context) {
        check = null;
        if (sent.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        long waited = now - sent.peek();
        if (waited < patience.toNanos() && now - due < 0) {
            watch(context);
            return;
        }
        if (waited >= silent.toNanos()) {
            silence.noticed();
        }
        late = true;
        close(context.pipeline());
    }
}
