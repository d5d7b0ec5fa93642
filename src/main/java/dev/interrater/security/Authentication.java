package dev.interrater.security;

import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a request through to any resource only when it comes from the owner or an administrator of an organization. In this
 * order: 401 unless the credentials are those of an active user and of a kind that the organization accepts; 404 without an
 * organization; 403 without the role.
 */
class Authentication {
    private final AuthConfig config;
    private final AccessTokens accessTokens;
    private final Accounts accounts;
    private final CurrentCaller currentCaller;

    Authentication(AuthConfig config, AccessTokens accessTokens, Accounts accounts, CurrentCaller currentCaller) {
        this.config = config;
        this.accessTokens = accessTokens;
        this.accounts = accounts;
        this.currentCaller = currentCaller;
    }

    @ServerRequestFilter
    Uni<Void> authenticate(ContainerRequestContext request) {
        Credentials credentials = Credentials.of(request.getHeaders());
        Uni<Account> account = switch (credentials.scheme()) {
            case TOKEN -> accounts.ofToken(credentials.token());
            case BEARER -> accounts.ofUser(accessTokens.userId(credentials.token()));
        };
        return account.onItem()
                .ifNull()
                .failWith(() -> ApiError.unauthorized("Invalid token."))
                .invoke(found -> currentCaller.set(caller(credentials, found)))
                .replaceWithVoid();
    }

    private Caller caller(Credentials credentials, Account account) {
        if (!account.accepts(credentials.scheme(), config.legacyTokens().orElse(false))) {
            throw ApiError.unauthorized("Tokens of this kind have been disabled for this organization.");
        }
        if (account.organizationId() == null) {
            throw ApiError.notFound("Organization not found");
        }
        if (!account.member() || !account.administrator()) {
            throw ApiError.forbidden("You do not have permission to perform this action.");
        }
        return new Caller(
                account.userId(),
                account.email(),
                account.organizationId(),
                account.agreementV2() == null || account.agreementV2());
    }
}
