package dev.interrater.security;

import jakarta.enterprise.context.RequestScoped;

/** Who sent the current request. */
@RequestScoped
public class CurrentCaller {
    private Caller caller;

    void set(Caller caller) {
        this.caller = caller;
    }

    /** The caller. Every resource method runs after authentication, so there always is one. */
    public Caller get() {
        return caller;
    }
}
