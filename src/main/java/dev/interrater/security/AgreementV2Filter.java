package dev.interrater.security;

import dev.interrater.web.ApiError;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/**
 * Answers 403 for every resource when the caller's organization has Agreement V2 switched off. So no resource has to remember
 * the switch; one that is to answer 400 says {@link BadRequestWithoutAgreementV2}.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
@ApplicationScoped
public class AgreementV2Filter implements ResteasyReactiveContainerRequestFilter {
    static final String OFF = "Agreement V2 is switched off for this organization.";

    private final CurrentCaller caller;

    AgreementV2Filter(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!caller.get().agreementV2()) {
            throw ApiError.forbidden(OFF);
        }
    }
}
