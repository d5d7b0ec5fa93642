package dev.interrater.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** An HTTP client of one address: a browser with cookies, or, with an Authorization header, a client of an API. */
public final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CookieManager cookies;
    private final HttpClient http;
    private final String url;
    private final String authorization;

    /** A browser. */
    public Client(String url) {
        this(url, null);
    }

    /** A client with this value of the header Authorization. */
    public Client(String url, String authorization) {
        this(url, authorization, new CookieManager());
    }

    private Client(String url, String authorization, CookieManager cookies) {
        this.url = url;
        this.authorization = authorization;
        this.cookies = cookies;
        http = HttpClient.newBuilder().cookieHandler(cookies).build();
    }

    /** The same user, with the same cookies, at another address of the same host. */
    public Client at(String url) {
        return new Client(url, authorization, cookies);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    /** Sends a body of JSON, or none when that is null. */
    public HttpResponse<String> send(String method, String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        request.method(
                method,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** POSTs JSON, which must succeed, and says what came back. */
    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return succeeded(send("POST", path, body));
    }

    /** GETs JSON, which must succeed. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        return succeeded(get(path));
    }

    private static JsonNode succeeded(HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.request().uri() + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** POSTs a form as a browser does; anything but a redirect is an error. */
    public void postForm(String path, Map<String, String> fields) throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = http.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Referer", url + path)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 302) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    /** The value of a cookie that it was given. */
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }
}
