package dev.interrater.security;

import io.quarkus.cache.CacheResult;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks accounts up, and remembers them for {@code interrater.auth.max-age}. What is not there is remembered, too. */
@ApplicationScoped
class Accounts {
    private static final String CACHE = "accounts";

    private static final String ACCOUNT = """
            select new dev.interrater.security.Account(
                user.id, user.email, organization.id,
                case when exists (
                    from OrganizationMember member
                    where member.userId = user.id and member.organizationId = organization.id)
                    then true else false end,
                case when organization.createdById = user.id or user.isStaff or user.isSuperuser
                    or exists (
                        from OrganizationMember member
                        where member.userId = user.id and member.organizationId = organization.id
                          and member.role in ('OW', 'AD'))
                    or exists (
                        from OrganizationAdministrator administrator
                        where administrator.appointment.userId = user.id
                          and administrator.appointment.organizationId = organization.id)
                    then true else false end,
                jwt.apiTokensEnabled, jwt.legacyApiTokensEnabled, settings.agreementV2)
            from User user
            left join Organization organization on organization.id = user.activeOrganizationId
            left join JwtSettings jwt on jwt.organizationId = organization.id
            left join OrganizationSettings settings on settings.organizationId = organization.id
            """;
    private static final String OF_USER = ACCOUNT + "where user.id = cast(?1 as Long)";
    private static final String OF_TOKEN =
            ACCOUNT + "where user.id = (select token.userId from AuthToken token where token.key = ?1)";

    /** The account of an active user; null when there is none with this ID. */
    @CacheResult(cacheName = CACHE)
    Uni<Account> ofUser(Long userId) {
        return account(OF_USER, userId);
    }

    /** The account of the active user who has this legacy token; null when there is none. */
    @CacheResult(cacheName = CACHE)
    Uni<Account> ofToken(String token) {
        return account(OF_TOKEN, token);
    }

    private static Uni<Account> account(String query, Object parameter) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(query, Account.class)
                        .setParameter(1, parameter)
                        .getSingleResultOrNull()));
    }
}
