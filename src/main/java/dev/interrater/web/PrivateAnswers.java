package dev.interrater.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** What is told to one caller is for nobody else: proxies keep nothing of it, and browsers ask before they show it again. */
@Provider
public class PrivateAnswers implements ContainerResponseFilter {
    /** What {@code Cache-Control} says; streams have to say it themselves. */
    public static final String NOT_KEPT = "private, no-cache";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        // Some say more: that they are not to be kept at all.
        if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, NOT_KEPT);
        }
    }
}
