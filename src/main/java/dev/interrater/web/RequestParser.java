package dev.interrater.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes a body apart into its fields. Of a field given several times the last one counts. How deep JSON may be, and how many
 * values it may have, is bounded, for a value takes up far more memory than the two bytes it can be written with.
 */
final class RequestParser {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxTokenCount(20_000)
                    .build())
            .build();

    /** Stands for what is of no type that a field can have: a file, or a number out of all range. */
    private static final Object UNREADABLE = new Object();

    private RequestParser() {}

    /**
     * Reads a body.
     *
     * @param contentType as the request has it; anything that is not a form is JSON
     * @throws ApiError 400 when it cannot be read, or holds no fields
     */
    static Fields parse(String contentType, byte[] body) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        boolean form = type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded");
        return Fields.ofBody(form ? form(contentType, body) : json(body));
    }

    private static Map<String, Object> json(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken first = parser.nextToken();
            Map<String, Object> fields = first == JsonToken.START_OBJECT ? object(parser) : Map.of();
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw notJson(parser.currentTokenLocation());
            }
            if (first != null && first != JsonToken.START_OBJECT) {
                throw ApiError.validation(
                        Map.of("non_field_errors", List.of("Invalid data. Expected an object of fields.")));
            }
            return fields;
        } catch (JsonProcessingException e) {
            throw notJson(e.getLocation());
        } catch (IOException e) {
            throw ApiError.badRequest("JSON parse error - the text is not in UTF-8");
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            fields.put(name, value(parser, parser.nextToken()));
        }
        return fields;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            default -> UNREADABLE;
        };
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> values = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw notJson(parser.currentLocation());
            }
            values.add(value(parser, token));
        }
        return values;
    }

    private static Object number(String digits) {
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            return UNREADABLE; // its exponent alone is out of all range
        }
    }

    private static ApiError notJson(JsonLocation where) {
        // The parser's own words quote the body and name classes.
        return ApiError.badRequest("JSON parse error - "
                + (where == null
                        ? "not valid JSON"
                        : "line " + where.getLineNr() + " column " + where.getColumnNr() + " is not valid JSON"));
    }

    private static Map<String, Object> form(String contentType, byte[] body) {
        DefaultFullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request);
            if (!decoder.isMultipart() && contentType.regionMatches(true, 0, "multipart/", 0, 10)) {
                throw new IllegalArgumentException("no boundary");
            }
            Map<String, Object> fields = new HashMap<>();
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                fields.put(part.getName(), part instanceof Attribute text ? text.getValue() : UNREADABLE);
            }
            return fields;
        } catch (RuntimeException | IOException e) {
            // The decoder lets what it stumbles over go through, such as an index out of bounds for an empty boundary.
            throw ApiError.badRequest("Form parse error - the body is not a valid form");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }
}
