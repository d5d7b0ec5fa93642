package dev.interrater.labelstudio;

import static dev.interrater.testing.Api.STATUS;

import dev.interrater.testing.Api;
import dev.interrater.testing.Organization;
import dev.interrater.testing.Organization.User;
import dev.interrater.testing.Sql;
import dev.interrater.testing.TestDatabase;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(
        value = TestDatabase.class,
        initArgs = @ResourceArg(name = TestDatabase.VERSION, value = "enterprise"))
class EnterpriseLabelStudioTest {
    private final Sql sql = Sql.in("enterprise");

    @ParameterizedTest
    @CsvSource({"OW, 200", "AD, 200", "MA, 403", "RE, 403", "AN, 403", "DI, 403", "NO, 403", "VO, 403"})
    void the_role_of_the_membership_is_honoured(String role, int status) {
        Organization organization = Organization.createIn(sql);
        organization.job(organization.project(), "COMPLETED");
        User user = organization.member();
        sql.run("UPDATE organizations_organizationmember SET role = ? WHERE user_id = ?", role, user.id());

        Api.as(user).get(STATUS).then().statusCode(status);
    }
}
