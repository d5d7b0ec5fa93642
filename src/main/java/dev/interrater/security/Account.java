package dev.interrater.security;

import dev.interrater.security.Credentials.Scheme;
import io.vertx.mutiny.sqlclient.Row;

/**
 * All that decides what a user may do, read in one go.
 *
 * @param userId the user's ID
 * @param email the user's e-mail
 * @param organizationId the active organization; null when there is none, or it is gone
 * @param member whether the user has a live membership in it
 * @param administrator whether the user is its owner or an administrator, provided they are a member
 * @param accessTokens whether it accepts access tokens; null without an organization
 * @param legacyTokens whether it accepts legacy tokens; null when it has not chosen, or there is none
 * @param membersRead whether members without a role may read results
 * @param agreementV2 whether Agreement V2 is on; null when it has not chosen
 */
record Account(
        Long userId,
        String email,
        Long organizationId,
        boolean member,
        boolean administrator,
        Boolean accessTokens,
        Boolean legacyTokens,
        boolean membersRead,
        Boolean agreementV2) {

    static Account of(Row row) {
        return new Account(
                row.getLong("user_id"),
                row.getString("email"),
                row.getLong("organization_id"),
                row.getBoolean("member"),
                row.getBoolean("administrator"),
                row.getBoolean("access_tokens"),
                row.getBoolean("legacy_tokens"),
                row.getBoolean("members_read"),
                row.getBoolean("agreement_v2"));
    }

    /**
     * Whether credentials of this kind are accepted. Without an organization nobody has switched them off.
     *
     * @param legacyDefault what holds for legacy tokens in an organization that has not chosen
     */
    boolean accepts(Scheme scheme, boolean legacyDefault) {
        if (organizationId == null) {
            return true;
        }
        return switch (scheme) {
            case TOKEN -> legacyTokens == null ? legacyDefault : legacyTokens;
            case BEARER -> accessTokens;
            case SESSION -> true;
        };
    }
}
