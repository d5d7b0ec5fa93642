package dev.interrater.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A resource that every member of the organization may read, unless the organization does not let them. Without it, a resource
 * is for the owner and administrators alone, as is in any case what changes something.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForMembers {}
