package dev.interrater.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.net.HostAndPort;
import java.util.List;

/** What of a request's line and headers is against the rules of HTTP (RFC 9112), as far as the decoder does not see to it. */
final class RequestHead {
    private RequestHead() {}

    /** The status to refuse a request with; 0 when its head is in order. */
    static int status(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            return cause instanceof TooLongHttpLineException
                    ? 414
                    : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        }
        boolean current = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!current && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return 400;
        }
        if (!hasHost(request, current) || !hasKnownEncoding(request)) {
            return 400;
        }
        // An asterisk, or the authority that a proxy is asked to connect to.
        String target = request.uri();
        return target.startsWith("/") || target.matches("(?i)https?://.*") ? 0 : 404;
    }

    /** HTTP/1.0 knows requests without a host, and then one is made up, for everything behind expects one. */
    private static boolean hasHost(HttpRequest request, boolean current) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty() && !current) {
            request.headers().set(HttpHeaderNames.HOST, "localhost");
            return true;
        }
        return hosts.size() == 1 && HostAndPort.parseAuthority(hosts.get(0), -1) != null;
    }

    /** Any other coding, or several, would leave the end of the body to guesses. */
    private static boolean hasKnownEncoding(HttpRequest request) {
        List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.isEmpty()
                || encodings.size() == 1 && encodings.get(0).strip().equalsIgnoreCase("chunked");
    }
}
