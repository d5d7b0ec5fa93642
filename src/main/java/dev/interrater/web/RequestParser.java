package dev.interrater.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes a body apart into its fields, in memory. JSON is read token by token and what is nested is passed over, so no body
 * can become larger than it came. Of a field given several times the last one counts.
 */
public final class RequestParser {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Object NEITHER_TEXT_NOR_NUMBER = List.of();

    /** Longer bodies are refused; those that are announced so, before they are read. */
    static final int MAX_BYTES = 1 << 20;

    private RequestParser() {}

    /**
     * Reads a body.
     *
     * @param contentType as the request has it; anything that is not a form is JSON
     * @throws ApiError 400 when it cannot be read, or holds no fields; 413 when it is too long
     */
    public static RequestFields parse(String contentType, InputStream stream) {
        byte[] body = read(stream);
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        boolean form = type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded");
        return new RequestFields(form ? form(contentType, body) : json(body));
    }

    private static byte[] read(InputStream stream) {
        try {
            byte[] body = stream.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw ApiError.tooLarge();
            }
            return body;
        } catch (IOException e) {
            throw ApiError.badRequest("The body has ended too early.");
        }
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
            default -> {
                parser.skipChildren();
                yield NEITHER_TEXT_NOR_NUMBER;
            }
        };
    }

    private static Object number(String digits) {
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException e) {
            return NEITHER_TEXT_NOR_NUMBER; // its exponent alone is out of all range
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
                fields.put(part.getName(), part instanceof Attribute text ? text.getValue() : NEITHER_TEXT_NOR_NUMBER);
            }
            return fields;
        } catch (DecoderException | IllegalArgumentException | IOException e) {
            throw ApiError.badRequest("Form parse error - the body is not a valid form");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }
}
