package dev.interrater.security;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What an organization chose; without a row, the defaults hold. */
@Entity
@Table(name = "organization_settings", schema = "agreement")
public class OrganizationSettings {
    @Id
    public Long organizationId;

    /** Whether Agreement V2 is on, which it is by default. */
    public boolean agreementV2;
}
