package dev.interrater.web;

import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * A page of a list, asked for by {@code page} and {@code page_size}.
 *
 * @param number counts from 1; what is less, or past the end, does not exist
 * @param size how many the page holds at most
 */
public record Page(long number, int size) {
    /** How many a page holds when the request does not say. */
    public static final int DEFAULT_SIZE = 50;

    /** Who asks for more gets so many. */
    public static final int MAX_SIZE = 500;

    /** Reads the parameters; a size that is not valid is told by {@link Fields#verify}. */
    public static Page of(Fields parameters) {
        Long size = parameters.positive("page_size");
        return new Page(parameters.page(), size == null ? DEFAULT_SIZE : (int) Math.min(size, MAX_SIZE));
    }

    /**
     * How many come before this page.
     *
     * @param total how many there are
     * @throws ApiError 404 when there is no such page; the first one always exists
     */
    public long offset(long total) {
        if (number < 1 || number > last(total)) {
            throw ApiError.notFound("Invalid page.");
        }
        return (number - 1) * size;
    }

    private long last(long total) {
        return Math.max(1, (total + size - 1) / size);
    }

    /** Adds the total and the links (RFC 8288) to the next and the previous page to an answer. */
    public <T> ResponseBuilder<T> describe(ResponseBuilder<T> response, UriInfo uri, long total) {
        List<String> links = new ArrayList<>();
        if (number < last(total)) {
            links.add(link(uri, number + 1, "next"));
        }
        if (number > 1) {
            links.add(link(uri, number - 1, "prev"));
        }
        response.header("X-Total-Count", total);
        return links.isEmpty() ? response : response.header("Link", String.join(", ", links));
    }

    // Without scheme and host: clients resolve it against the address they used, which a proxy may not have told us.
    // The path
    // is encoded anew, for the one that came may hold characters that no URI has, and two slashes would begin a host.
    private static String link(UriInfo uri, long page, String relation) {
        StringBuilder link = new StringBuilder("<")
                .append(encoded(uri.getPath())
                        .replaceFirst("^(%2F)*", "/")
                        .replace("%2F", "/")
                        .replace("+", "%20"))
                .append('?');
        uri.getQueryParameters().forEach((name, values) -> {
            if (!name.equals("page")) {
                values.forEach(value -> link.append(encoded(name))
                        .append('=')
                        .append(encoded(value))
                        .append('&'));
            }
        });
        return link.append("page=")
                .append(page)
                .append(">; rel=\"")
                .append(relation)
                .append('"')
                .toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
