package dev.interrater.security;

/**
 * Somebody who may ask about the organization that they work in now.
 *
 * @param userId the user's ID
 * @param email the user's e-mail
 * @param organizationId the active organization; nothing in a request can choose another
 * @param administrator whether they are its owner or an administrator
 * @param agreementV2 whether the organization has Agreement V2 switched on
 */
public record Caller(long userId, String email, long organizationId, boolean administrator, boolean agreementV2) {}
