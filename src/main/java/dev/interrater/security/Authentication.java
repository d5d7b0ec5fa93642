package dev.interrater.security;

import dev.interrater.web.ApiError;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Lets a request through to any resource only when it comes from the owner or an administrator of an organization, or, where
 * the resource is {@link ForMembers}, to read it, from a member. In this order: 401 unless the credentials are those of an active user and of a kind that the organization accepts; 404 without an
 * organization; 403 without the role.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class Authentication implements ResteasyReactiveContainerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final AuthConfig config;
    private final AccessTokens accessTokens;
    private final Accounts accounts;
    private final Sessions sessions;
    private final CurrentCaller currentCaller;

    Authentication(
            AuthConfig config,
            AccessTokens accessTokens,
            Accounts accounts,
            Sessions sessions,
            CurrentCaller currentCaller) {
        this.config = config;
        this.accessTokens = accessTokens;
        this.sessions = sessions;
        this.accounts = accounts;
        this.currentCaller = currentCaller;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        Credentials credentials = Credentials.of(request.getHeaders(), sessions.accepted());
        switch (credentials.scheme()) {
            case TOKEN -> look(request, credentials, credentials.token());
            case BEARER -> look(request, credentials, accessTokens.userId(credentials.token()));
            case SESSION -> {
                request.suspend();
                sessions.userId(credentials.token())
                        .chain(accounts::find)
                        .invoke(account -> admit(request, credentials, account))
                        .subscribe()
                        .with(admitted -> request.resume(), request::resume);
            }
        }
    }

    private void look(ResteasyReactiveContainerRequestContext request, Credentials credentials, Object key) {
        // Suspending costs a detour through the event loop, so only a caller who has to be looked up is worth it.
        Account remembered = accounts.remembered(key);
        if (remembered != null) {
            admit(request, credentials, remembered);
            return;
        }
        request.suspend();
        accounts.find(key)
                .invoke(account -> admit(request, credentials, account))
                .subscribe()
                .with(admitted -> request.resume(), request::resume);
    }

    private void admit(ResteasyReactiveContainerRequestContext request, Credentials credentials, Account account) {
        if (account == null) {
            throw ApiError.unauthorized("Invalid token.");
        }
        if (!account.accepts(credentials.scheme(), config.legacyTokens().orElse(false))) {
            throw ApiError.unauthorized("Tokens of this kind have been disabled for this organization.");
        }
        if (account.organizationId() == null) {
            throw ApiError.notFound("Organization not found");
        }
        boolean may = account.administrator() || account.membersRead() && isForMembers(request);
        if (!account.member() || !may) {
            throw ApiError.forbidden("You do not have permission to perform this action.");
        }
        currentCaller.set(new Caller(
                account.userId(),
                account.email(),
                account.organizationId(),
                account.administrator(),
                account.agreementV2() == null || account.agreementV2()));
    }

    private static boolean isForMembers(ResteasyReactiveContainerRequestContext request) {
        ServerRequestContext context = request.getServerRequestContext();
        return READING.contains(request.getMethod())
                && context.getResteasyReactiveResourceInfo().getResourceClass().isAnnotationPresent(ForMembers.class);
    }
}
