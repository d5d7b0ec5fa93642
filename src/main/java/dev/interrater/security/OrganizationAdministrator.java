package dev.interrater.security;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A user appointed as administrator of an organization. Label Studio Community has no roles to read it from. */
@Entity
@Table(name = "organization_administrator", schema = "agreement")
public class OrganizationAdministrator {
    @EmbeddedId
    public Appointment appointment;

    /** Who, and of what. */
    @Embeddable
    public record Appointment(long organizationId, long userId) {}
}
