package dev.interrater.security;

import dev.interrater.web.ApiError;

/** The organization's switch for Agreement V2, as all calls but the status, which is 403 then, answer it. */
public final class AgreementV2 {
    private AgreementV2() {}

    /** Throws an {@link ApiError} 400 when Agreement V2 is off, as Label Studio does. */
    public static void require(Caller caller) {
        if (!caller.agreementV2()) {
            throw ApiError.badRequest("Agreement V2 is switched off for this organization.");
        }
    }
}
