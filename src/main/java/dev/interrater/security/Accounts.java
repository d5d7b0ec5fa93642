package dev.interrater.security;

import dev.interrater.database.LookUpCache;
import io.smallrye.mutiny.Uni;
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
     * All that decides about an account. In plain SQL, for this is what every instance that starts on a request begins with,
     * and Hibernate takes longer to understand its own language than the database to answer.
     */
    private static final String ACCOUNT = """
            SELECT account.id AS user_id,
                   account.email,
                   account.organization_id,
                   account.member,
                   account.administrator
                       OR EXISTS (SELECT FROM agreement.organization_administrator a
                                   WHERE a.user_id = account.id AND a.organization_id = account.organization_id)
                       AS administrator,
                   jwt.api_tokens_enabled AS access_tokens,
                   jwt.legacy_api_tokens_enabled AS legacy_tokens,
                   coalesce(settings.members_read, true) AS members_read,
                   settings.agreement_v2
              FROM %s
              LEFT JOIN LATERAL agreement.jwt_settings(account.organization_id) AS jwt ON true
              LEFT JOIN agreement.organization_settings settings ON settings.organization_id = account.organization_id
            """;

    private static final String OF_USER = ACCOUNT.formatted("agreement.account($1) AS account");
    private static final String OF_TOKEN = ACCOUNT.formatted(
            "agreement.user_of_token($1) AS token CROSS JOIN LATERAL agreement.account(token.user_id) AS account");

    private static final int MAX_REMEMBERED = 10_000;

    private final Pool pool;
    private final LookUpCache<Object, Account> cache;

    Accounts(Pool pool, AuthConfig config) {
        this.pool = pool;
        cache = new LookUpCache<>(config.maxAge(), MAX_REMEMBERED, this::read);
    }

    /** The account if it is remembered; null when it is not, or there is none. */
    Account remembered(Object tokenOrUserId) {
        return cache.remembered(tokenOrUserId);
    }

    /** The account, read once for all who ask at the same time; null when there is none, which is not remembered. */
    Uni<Account> find(Object tokenOrUserId) {
        return cache.get(tokenOrUserId);
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
