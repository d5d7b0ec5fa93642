package dev.interrater.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.interrater.security.AccessTable.Operation;
import dev.interrater.security.AccessTable.Tenant;
import dev.interrater.testing.Api;
import dev.interrater.testing.Labelling;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Roles × tenants × endpoints: who gets which status from which operation. Every operation of the API has a row. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AccessTest {
    private final Sql sql = Sql.main();

    @Test
    void every_operation_answers_each_caller_as_it_should() {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        // Whoever only reads leaves everything as it was for the next operation.
        Map<String, Tenant> read = new HashMap<>();
        Map<String, RequestSpecification> readers = new HashMap<>();
        AccessTable.ALL.forEach((id, operation) -> {
            for (String caller : callers(null).keySet()) {
                boolean reads = operation.method().equals("GET") && !id.equals("api_projects_update_stats_retrieve");
                Tenant tenant = reads ? read.computeIfAbsent(caller, first -> tenant()) : tenant();
                RequestSpecification request = reads
                        ? RestAssured.given()
                                .spec(readers.computeIfAbsent(
                                        caller,
                                        first -> callers(tenant.organization())
                                                .get(caller)
                                                .request()))
                        : callers(tenant.organization()).get(caller).request();
                String body = operation.body().apply(tenant);
                if (body != null) {
                    request.contentType(ContentType.JSON).body(body);
                }
                int status = request.request(
                                operation.method(), operation.path().apply(tenant))
                        .statusCode();
                String cell = id + " / " + caller;
                expected.put(cell, String.valueOf(callers(null).get(caller).status(operation)));
                actual.put(cell, String.valueOf(status));
            }
        });

        assertEquals(lines(expected), lines(actual));
    }

    @Test
    void every_operation_of_the_api_has_a_row() {
        Map<String, Map<String, Map<String, Object>>> paths =
                RestAssured.get("/q/openapi?format=json").path("paths");
        TreeSet<Object> operations = new TreeSet<>();
        paths.values()
                .forEach(
                        methods -> methods.values().forEach(operation -> operations.add(operation.get("operationId"))));

        assertEquals(operations, new TreeSet<>(AccessTable.ALL.keySet()));
    }

    private Tenant tenant() {
        Organization organization = Organization.create();
        Labelling labelling = Labelling.create(
                sql, organization, "<View><Choices name='mood' toName='text'><Choice value='Good'/></Choices></View>");
        int project = labelling.project();
        long dimension = sql.value("""
                INSERT INTO agreement.dimension
                       (project_id, name, control_tag, extraction_method_params, metric_type, is_categorical, is_user_defined)
                VALUES (?, 'Own', 'Choices', '{"control_tag": "mood"}', 'exact_match', true, true) RETURNING id
                """, project);
        sql.run(
                "INSERT INTO agreement.consensus (project_id, changes, computed, computed_at) VALUES (?, 1, 1, now())",
                project);
        sql.run(
                "INSERT INTO agreement.consensus_run (project_id, dimension_id, attempt, is_current) VALUES (?, ?, 1, true)",
                project,
                dimension);
        return new Tenant(
                organization,
                project,
                organization.job(project, "COMPLETED"),
                organization.job(project, "COMPLETED", Map.of("kind", "'VALUE_COUNTS'")),
                dimension,
                labelling.task());
    }

    /** A request of somebody, and the status that it is to get; made only when there is an organization. */
    private record Caller(
            java.util.function.Supplier<RequestSpecification> maker, Function<Operation, Integer> expected) {
        RequestSpecification request() {
            return maker.get();
        }

        int status(Operation operation) {
            return expected.apply(operation);
        }
    }

    private Map<String, Caller> callers(Organization organization) {
        Map<String, Caller> callers = new LinkedHashMap<>();
        Function<Operation, Integer> success = Operation::success;
        callers.put("owner", new Caller(() -> Api.as(organization.owner()), success));
        callers.put("appointed administrator", new Caller(() -> Api.as(organization.administrator()), success));
        callers.put("superuser", new Caller(() -> Api.as(flagged(organization.member(), "is_superuser")), success));
        callers.put("staff", new Caller(() -> Api.as(flagged(organization.member(), "is_staff")), success));
        callers.put("member", new Caller(() -> Api.as(organization.member()), Operation::member));
        callers.put(
                "member who may not read",
                new Caller(
                        () -> {
                            sql.run(
                                    "INSERT INTO agreement.organization_settings (organization_id, members_read) VALUES (?, false)",
                                    organization.id());
                            return Api.as(organization.member());
                        },
                        operation -> 403));
        callers.put("visitor", new Caller(() -> Api.as(organization.visitor()), operation -> 403));
        callers.put(
                "superuser without membership",
                new Caller(() -> Api.as(flagged(organization.visitor(), "is_superuser")), operation -> 403));
        callers.put("owner who left", new Caller(() -> Api.as(left(organization.owner())), operation -> 403));
        callers.put(
                "administrator who left",
                new Caller(() -> Api.as(left(organization.administrator())), operation -> 403));
        callers.put(
                "administrator elsewhere",
                new Caller(
                        () -> {
                            User user = organization.member();
                            sql.run(
                                    "INSERT INTO agreement.organization_administrator VALUES (?, ?)",
                                    Organization.create().id(),
                                    user.id());
                            return Api.as(user);
                        },
                        Operation::member));
        callers.put(
                "owner of another organization",
                new Caller(() -> Api.as(Organization.create().owner()), Operation::elsewhere));
        callers.put(
                "administrator without an active organization",
                new Caller(() -> Api.as(active(organization.administrator(), null)), operation -> 404));
        callers.put(
                "administrator whose organization is gone",
                new Caller(
                        () -> {
                            User user = organization.administrator();
                            sql.run(
                                    "SET session_replication_role = replica; UPDATE htx_user SET active_organization_id = 2147483647 WHERE id = "
                                            + user.id());
                            return Api.as(user);
                        },
                        operation -> 404));
        callers.put(
                "deactivated owner",
                new Caller(() -> Api.as(set(organization.owner(), "is_active = false")), operation -> 401));
        callers.put(
                "deleted owner",
                new Caller(() -> Api.as(set(organization.owner(), "is_deleted = true")), operation -> 401));
        callers.put(
                "unknown token",
                new Caller(() -> Api.as("0123456789012345678901234567890123456789"), operation -> 401));
        callers.put("anonymous", new Caller(Api::anonymous, operation -> 401));
        callers.put(
                "owner with Agreement V2 off",
                new Caller(
                        () -> {
                            sql.run(
                                    "INSERT INTO agreement.organization_settings (organization_id, agreement_v2) VALUES (?, false)",
                                    organization.id());
                            return Api.as(organization.owner());
                        },
                        Operation::agreementV2Off));
        return callers;
    }

    private User flagged(User user, String flag) {
        return set(user, flag + " = true");
    }

    private User active(User user, Integer organization) {
        return set(user, "active_organization_id = " + organization);
    }

    private User set(User user, String column) {
        sql.run("UPDATE htx_user SET " + column + " WHERE id = ?", user.id());
        return user;
    }

    private User left(User user) {
        sql.run("UPDATE organizations_organizationmember SET deleted_at = now() WHERE user_id = ?", user.id());
        return user;
    }

    private static String lines(Map<String, String> table) {
        StringBuilder lines = new StringBuilder();
        table.forEach(
                (cell, status) -> lines.append(status).append(' ').append(cell).append('\n'));
        return lines.toString();
    }
}
