package dev.interrater.security;

import dev.interrater.web.ApiError;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/**
 * A resource that answers 400 when the caller's organization has Agreement V2 switched off, as Label Studio documents it for
 * triggering, cancelling and listing backfills.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface BadRequestWithoutAgreementV2 {
    /** Comes before the one that answers 403. */
    @Provider
    @Priority(Priorities.AUTHORIZATION - 1)
    @BadRequestWithoutAgreementV2
    @ApplicationScoped
    class Filter implements ResteasyReactiveContainerRequestFilter {
        private final CurrentCaller caller;

        Filter(CurrentCaller caller) {
            this.caller = caller;
        }

        @Override
        public void filter(ResteasyReactiveContainerRequestContext request) {
            if (!caller.get().agreementV2()) {
                throw ApiError.badRequest(AgreementV2Filter.OFF);
            }
        }
    }
}
