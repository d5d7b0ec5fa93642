package dev.interrater.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Looks up the accounts of active users, by their legacy token (a string) or by their user ID (a number), and remembers them
 * for {@code interrater.auth.max-age}.
 */
@ApplicationScoped
class Accounts {
    /**
     * The account of user $1. In plain SQL, for this is what every instance that starts on a request begins with, and
     * Hibernate takes longer to understand its own language than the database to answer. The shadow columns stand for what
     * versions of Label Studio do not have. Nothing keeps a user from having several memberships in an organization.
     */
    private static final String ACCOUNT = """
            WITH member AS NOT MATERIALIZED (
                SELECT m.user_id, m.organization_id, m.role
                  FROM (SELECT NULL::timestamptz AS deleted_at, NULL::text AS role) AS older
                 CROSS JOIN LATERAL (
                       SELECT user_id, organization_id, deleted_at, role FROM organizations_organizationmember) AS m
                 WHERE m.deleted_at IS NULL
            )
            SELECT u.id::bigint AS user_id,
                   u.email,
                   o.id::bigint AS organization_id,
                   EXISTS (SELECT FROM member m WHERE m.user_id = u.id AND m.organization_id = o.id) AS member,
                   coalesce(o.created_by_id = u.id, false)
                       OR u.is_staff
                       OR u.is_superuser
                       OR EXISTS (SELECT FROM member m
                                   WHERE m.user_id = u.id AND m.organization_id = o.id AND m.role IN ('OW', 'AD'))
                       OR EXISTS (SELECT FROM agreement.organization_administrator a
                                   WHERE a.user_id = u.id AND a.organization_id = o.id) AS administrator,
                   jwt.api_tokens_enabled AS access_tokens,
                   jwt.legacy_api_tokens_enabled AS legacy_tokens,
                   settings.agreement_v2
              FROM (SELECT false AS is_deleted) AS older
             CROSS JOIN LATERAL (
                   SELECT id, email, is_staff, is_superuser, is_active, active_organization_id, is_deleted
                     FROM htx_user
                    WHERE id = %s) AS u
              LEFT JOIN organization o ON o.id = u.active_organization_id
              LEFT JOIN agreement.jwt_settings() jwt ON jwt.organization_id = o.id
              LEFT JOIN agreement.organization_settings settings ON settings.organization_id = o.id
             WHERE u.is_active AND NOT u.is_deleted
            """;

    private static final String OF_USER = ACCOUNT.formatted("$1::bigint");
    private static final String OF_TOKEN = ACCOUNT.formatted("(SELECT user_id FROM authtoken_token WHERE key = $1)");

    private static final int MAX_REMEMBERED = 10_000;

    private final Pool pool;
    private final AsyncCache<Object, Account> cache;

    Accounts(Pool pool, AuthConfig config) {
        this.pool = pool;
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

    private Uni<Account> read(Object tokenOrUserId) {
        return pool.preparedQuery(tokenOrUserId instanceof String ? OF_TOKEN : OF_USER)
                .execute(Tuple.of(tokenOrUserId))
                .map(rows -> {
                    var iterator = rows.iterator();
                    return iterator.hasNext() ? Account.of(iterator.next()) : null;
                });
    }
}
