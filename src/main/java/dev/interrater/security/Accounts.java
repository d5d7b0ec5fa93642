package dev.interrater.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Looks up the accounts of active users, by their legacy token (a string) or by their user ID (a number), and remembers them
 * for {@code interrater.auth.max-age}.
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

    private static final int MAX_REMEMBERED = 10_000;

    private final AsyncCache<Object, Account> cache;

    Accounts(AuthConfig config) {
        cache = Caffeine.newBuilder()
                .expireAfterWrite(config.maxAge())
                .maximumSize(MAX_REMEMBERED)
                .buildAsync();
    }

    /** The account if it is remembered; null when it is not, or there is none. */
    Account remembered(Object tokenOrUserId) {
        return cache.synchronous().getIfPresent(tokenOrUserId);
    }

    /** The account, read once for all who ask at the same time; null when there is none, which is not remembered. */
    Uni<Account> find(Object tokenOrUserId) {
        // Who reads may be another request, and each is to go on in a context of its own.
        Context own = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(
                        cache.get(tokenOrUserId, (key, executor) -> read(key).subscribeAsCompletionStage()))
                .emitOn(goOn -> own.runOnContext(ignored -> goOn.run()));
    }

    private static Uni<Account> read(Object tokenOrUserId) {
        String query = tokenOrUserId instanceof String ? OF_TOKEN : OF_USER;
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(query, Account.class)
                        .setParameter(1, tokenOrUserId)
                        .getSingleResultOrNull()));
    }
}
