package dev.interrater.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the HTTP decoder and the server on one connection. What is not HTTP, or could be read in two ways, gets an
 * {@link ErrorResponse}, and the connection ends behind it: where a next request would begin is not certain then. A request that
 * takes too long to arrive ends likewise, and nothing follows an answer that says it is the last. Requests are passed on one at a time, each when the answer to the one before has been
 * sent, so that a client who does not read answers cannot make the server pile them up.
 */
final class RequestGuard extends ChannelDuplexHandler {
    /** How long what still comes is thrown away: a connection closed at once could take the answer with it. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final HttpErrors errors;
    private final Duration timeout;
    private final Queue<Object> waiting = new ArrayDeque<>();

    private boolean receiving; // a request was passed on, and its end was not
    private boolean unanswered; // a request was passed on, and its answer is not complete
    private boolean answering; // the answer to it has begun
    private boolean last; // the connection ends behind that answer
    private boolean ending; // nothing more is passed on, in either direction
    private boolean decoded; // something was decoded since the last bytes came
    private int refusal; // the status of an answer that is due when the one before it is complete
    private ScheduledFuture<?> deadline;

    RequestGuard(HttpErrors errors, Duration timeout) {
        this.errors = errors;
        this.timeout = timeout;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        decoded = true;
        if (ending || refusal != 0) {
            ReferenceCountUtil.release(message);
        } else if (waiting.isEmpty() && !(message instanceof HttpRequest && unanswered)) {
            pass(context, message);
        } else {
            waiting.add(message);
            context.channel().config().setAutoRead(false);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            int status = RequestHead.status(request);
            if (status != 0) {
                ReferenceCountUtil.release(message);
                refuse(context, status);
                return;
            }
            receiving = true;
            unanswered = true;
        } else if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            refuse(context, HttpResponseStatus.BAD_REQUEST.code());
            return;
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
            stopClock();
        }
        context.fireChannelRead(message);
    }

    /** Passes on what waits, up to the next request's end. */
    private void passWaiting(ChannelHandlerContext context) {
        if (waiting.isEmpty()) {
            return;
        }
        // Before, not after: the server may want to read no further because of what is passed on.
        context.channel().config().setAutoRead(true);
        while (!waiting.isEmpty() && !(waiting.peek() instanceof HttpRequest && unanswered)) {
            Object message = waiting.poll();
            if (ending || refusal != 0) {
                ReferenceCountUtil.release(message);
            } else {
                pass(context, message);
            }
        }
        if (!waiting.isEmpty()) {
            context.channel().config().setAutoRead(false);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Bytes that decode to nothing yet are the beginning of a request.
        if (!ending && deadline == null && (receiving || !decoded)) {
            deadline = context.executor().schedule(() -> late(context), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        decoded = false;
        context.fireChannelReadComplete();
    }

    private void late(ChannelHandlerContext context) {
        if (!ending) {
            refuse(context, HttpResponseStatus.REQUEST_TIMEOUT.code());
        }
    }

    private void stopClock() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Answers what is being received with an error, and ends the connection. */
    private void refuse(ChannelHandlerContext context, int status) {
        if (receiving && unanswered && !answering || !receiving && !unanswered) {
            answer(context, status);
        } else if (receiving) {
            end(context); // its answer has begun, and there is none other
        } else {
            refusal = status;
        }
    }

    private void answer(ChannelHandlerContext context, int status) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(errors.body(status), StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        context.write(response);
        end(context);
    }

    private void end(ChannelHandlerContext context) {
        ending = true;
        stopClock();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(sent -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.channel().config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (ending) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        boolean informs = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof HttpResponse response && !informs) {
            answering = true;
            last = isLast(response);
        }
        if (message instanceof LastHttpContent && !informs) {
            promise = promise.unvoid().addListener(sent -> answered(context));
        }
        context.write(message, promise);
    }

    /** Whether the client is told that the connection ends. One of HTTP/1.0 knows by that where an answer without a length ends. */
    private static boolean isLast(HttpResponse response) {
        if (response.protocolVersion().equals(HttpVersion.HTTP_1_0) && !HttpUtil.isContentLengthSet(response)) {
            HttpUtil.setKeepAlive(response, false);
        }
        return !HttpUtil.isKeepAlive(response);
    }

    private void answered(ChannelHandlerContext context) {
        unanswered = false;
        answering = false;
        if (last && !ending) {
            end(context);
        } else if (refusal != 0 && !ending) {
            answer(context, refusal);
        } else {
            passWaiting(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ending = true;
        stopClock();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        context.fireChannelInactive();
    }
}
