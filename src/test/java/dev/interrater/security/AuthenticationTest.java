package dev.interrater.security;

import static dev.interrater.testing.Api.STATUS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import dev.interrater.testing.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class AuthenticationTest {
    private final Sql sql = Sql.main();
    private Organization organization;
    private User owner;

    @BeforeEach
    void createOrganization() {
        organization = Organization.create();
        owner = organization.owner();
        organization.job(null, "QUEUED");
    }

    private static void accepted(RequestSpecification request) {
        request.get(STATUS).then().statusCode(200);
    }

    private static void refused(RequestSpecification request) {
        request.get(STATUS).then().statusCode(401).header("WWW-Authenticate", equalTo("Token"));
    }

    private static RequestSpecification with(String header, String... values) {
        return Api.anonymous()
                .header(header, values[0], (Object[]) java.util.Arrays.copyOfRange(values, 1, values.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token %s", "token %s", "TOKEN %s", "Token   %s", " Token %s "})
    void a_legacy_token_is_accepted(String form) {
        accepted(with("Authorization", form.formatted(owner.token())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%d\"", "%d"})
    void an_access_token_is_accepted_with_its_user_as_number_or_string(String userId) {
        String token = Tokens.sign(Tokens.claims("access", userId.formatted(owner.id()), 300));

        accepted(with("Authorization", "Bearer " + token));
        accepted(with("Authorization", "bearer " + token));
    }

    @Test
    void an_api_key_stands_for_either_kind_of_token_and_wins() {
        accepted(with("X-API-Key", owner.token()));
        accepted(with("X-API-Key", Tokens.access(owner.id())));
        accepted(with("X-API-Key", owner.token()).header("Authorization", "Token wrong"));
        refused(with("X-API-Key", "wrong").header("Authorization", "Token " + owner.token()));
        refused(with("X-API-Key", "").header("Authorization", "Token " + owner.token()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Token",
                "Token ",
                "Bearer",
                "Basic b3duZXI6",
                "%s",
                "Token %s x",
                "Bearer %s",
                "Token wrong",
                "Token %sx",
                "Toke %s",
                "Token %s,%s",
                "Token '%s'",
                "Token caf\u00e9",
                "Token ' OR 1=1 --",
                "Token %%00"
            })
    void other_credentials_are_refused(String form) {
        refused(with("Authorization", form.formatted(owner.token(), owner.token())));
    }

    @Test
    void no_credentials_or_several_are_refused() {
        refused(Api.anonymous());
        refused(with("Authorization", "Token " + owner.token(), "Token " + owner.token()));
    }

    @Test
    void forged_expired_and_other_tokens_are_refused() {
        String id = String.valueOf(owner.id());
        String valid = Tokens.claims("access", id, 300);
        String unsigned = Tokens.sign("{\"alg\":\"none\"}", valid, TestDatabase.SECRET_KEY);
        for (String token : List.of(
                Tokens.sign(Tokens.HS256, valid, "another secret"),
                Tokens.sign("{\"alg\":\"HS512\"}", valid, TestDatabase.SECRET_KEY),
                Tokens.sign("{\"alg\":\"hs256\"}", valid, TestDatabase.SECRET_KEY),
                Tokens.sign("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", valid, TestDatabase.SECRET_KEY),
                Tokens.sign("not json", valid, TestDatabase.SECRET_KEY),
                unsigned,
                unsigned.substring(0, unsigned.lastIndexOf('.') + 1),
                Tokens.sign(Tokens.claims("access", id, -1)),
                Tokens.sign(Tokens.claims("refresh", id, 300)),
                Tokens.sign(valid.replace("\"exp\"", "\"not_exp\"")),
                Tokens.sign(valid.replace("\"token_type\"", "\"type\"")),
                Tokens.sign(valid.replace("{", "{\"embed_project_id\":1,")),
                Tokens.sign("[]"),
                Tokens.sign("null"),
                Tokens.sign(""),
                "a.b.c",
                "..")) {
            refused(with("Authorization", "Bearer " + token));
            refused(with("X-API-Key", token));
        }
    }

    static Stream<String> userIds() {
        return Stream.of(
                "null", "\"\"", "\"x\"", "1.5", "-1", "true", "[1]", "{}", "1e400", "99999999999999999999", "\" 1\"");
    }

    @ParameterizedTest
    @MethodSource("userIds")
    void an_access_token_of_nobody_is_refused(String userId) {
        refused(with("Authorization", "Bearer " + Tokens.sign(Tokens.claims("access", userId, 300))));
    }

    @Test
    void a_user_id_in_other_digits_than_ascii_is_refused() {
        StringBuilder arabic = new StringBuilder();
        String.valueOf(owner.id()).chars().forEach(digit -> arabic.append((char) (digit - '0' + '\u0660')));

        for (String userId : List.of(arabic.toString(), "+" + owner.id())) {
            refused(with("Authorization", "Bearer " + Tokens.sign(Tokens.claims("access", '"' + userId + '"', 300))));
        }
    }

    @Test
    void an_access_token_that_names_no_project_to_embed_is_as_good_as_one_without_the_claim() {
        String claims = Tokens.claims("access", String.valueOf(owner.id()), 300);

        accepted(with("Authorization", "Bearer " + Tokens.sign(claims.replace("{", "{\"embed_project_id\":null,"))));
    }

    @Test
    void a_user_id_is_not_cut_to_32_bits() {
        refused(with("Authorization", "Bearer " + Tokens.access((1L << 32) + owner.id())));
    }

    @Test
    void inactive_and_deleted_users_are_refused() {
        User inactive = organization.administrator();
        User deleted = organization.administrator();
        sql.run("UPDATE htx_user SET is_active = false WHERE id = ?", inactive.id());
        sql.run("UPDATE htx_user SET is_deleted = true WHERE id = ?", deleted.id());

        for (User user : List.of(inactive, deleted)) {
            refused(Api.as(user));
            refused(with("Authorization", "Bearer " + Tokens.access(user.id())));
        }
    }

    @Test
    void an_organization_may_switch_off_either_kind() {
        sql.run(
                "UPDATE jwt_auth_jwtsettings SET legacy_api_tokens_enabled = false WHERE organization_id = ?",
                organization.id());
        refused(Api.as(owner));
        accepted(with("Authorization", "Bearer " + Tokens.access(owner.id())));

        User admin = organization.administrator();
        sql.run(
                "UPDATE jwt_auth_jwtsettings SET legacy_api_tokens_enabled = true, api_tokens_enabled = false"
                        + " WHERE organization_id = ?",
                organization.id());
        accepted(Api.as(admin));
        refused(with("Authorization", "Bearer " + Tokens.access(admin.id())));
    }

    @Test
    void an_organization_that_never_chose_accepts_access_tokens_alone() {
        sql.run("DELETE FROM jwt_auth_jwtsettings WHERE organization_id = ?", organization.id());

        refused(Api.as(owner));
        accepted(with("Authorization", "Bearer " + Tokens.access(owner.id())));
    }

    @Test
    void a_revoked_token_works_for_a_short_while_at_most() {
        accepted(Api.as(owner));

        sql.run("DELETE FROM authtoken_token WHERE user_id = ?", owner.id());

        await().until(() -> Api.as(owner).get(STATUS).statusCode() == 401);
    }
}
