package dev.interrater.security;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;

/**
 * Looks up the accounts of active users, by their legacy token (a string) or by their user ID (a number), and remembers them
 * for {@code interrater.auth.max-age}. That there is none is remembered, too.
 */
@ApplicationScoped
class Accounts {
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

    private final CaffeineCache cache;

    Accounts(@CacheName("accounts") Cache cache) {
        this.cache = cache.as(CaffeineCache.class);
    }

    /** The account if it is remembered; null when it is not, or there is none. */
    Account remembered(Object tokenOrUserId) {
        CompletableFuture<Account> account = cache.getIfPresent(tokenOrUserId);
        return account != null && account.isDone() && !account.isCompletedExceptionally() ? account.join() : null;
    }

    /** The account; null when there is none. */
    Uni<Account> find(Object tokenOrUserId) {
        return cache.getAsync(tokenOrUserId, Accounts::read);
    }

    private static Uni<Account> read(Object tokenOrUserId) {
        String query = tokenOrUserId instanceof String ? OF_TOKEN : OF_USER;
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(query, Account.class)
                        .setParameter(1, tokenOrUserId)
                        .getSingleResultOrNull()));
    }
}
