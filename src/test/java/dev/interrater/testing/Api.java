package dev.interrater.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A client of the service under test that holds every answer against the OpenAPI document that the service serves. */
public final class Api {
    /** The path of the main job. */
    public static final String STATUS = "/api/dimensions/backfill/status/";

    /** Where backfills are triggered and cancelled. */
    public static final String BACKFILL = "/api/dimensions/backfill/";

    /** The list of jobs. */
    public static final String JOBS = "/api/dimensions/backfill/jobs/";

    /** Where backfills of value counts are triggered and cancelled; their status and list are below it. */
    public static final String VALUE_COUNTS = "/api/dimensions/value-counts-backfill/";

    private static final Map<String, OpenApiInteractionValidator> VALIDATORS = new ConcurrentHashMap<>();

    /** Each service that is started listens on another. */
    private static final Map<Integer, OpenApiInteractionValidator> BY_PORT = new ConcurrentHashMap<>();

    private Api() {}

    /** A request without credentials. */
    public static RequestSpecification anonymous() {
        return RestAssured.given().filter(new OpenApiValidationFilter(validator()));
    }

    /** A request with a legacy token. */
    public static RequestSpecification as(String token) {
        return anonymous().header("Authorization", "Token " + token);
    }

    /** A request of a user. */
    public static RequestSpecification as(Organization.User user) {
        return as(user.token());
    }

    /** What is wrong with an answer; nothing when it is as the document says. */
    public static List<String> faults(String method, String path, HttpResponse<byte[]> answer) {
        SimpleResponse.Builder response =
                SimpleResponse.Builder.status(answer.statusCode()).withBody(answer.body());
        answer.headers().map().forEach(response::withHeader);
        return validator()
                .validateResponse(path, Request.Method.valueOf(method), response.build())
                .getMessages()
                .stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(ValidationReport.Message::getMessage)
                .toList();
    }

    /** Reading the document takes long, and all services that are tested serve the same. */
    private static OpenApiInteractionValidator validator() {
        return BY_PORT.computeIfAbsent(
                RestAssured.port,
                port -> VALIDATORS.computeIfAbsent(
                        RestAssured.get("/q/openapi?format=json").asString(), Api::validator));
    }

    private static OpenApiInteractionValidator validator(String document) {
        // What is wrong with requests is for the service to say: many of them are wrong on purpose.
        return OpenApiInteractionValidator.createForInlineApiSpecification(document)
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.request", ValidationReport.Level.IGNORE)
                        .withLevel("validation.response", ValidationReport.Level.ERROR)
                        .build())
                .build();
    }
}
