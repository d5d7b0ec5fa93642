package dev.interrater.labelstudio;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

/** Which kinds of tokens an organization accepts. Every organization has a row here, whether it ever chose or not. */
@Entity
@Immutable
@Synchronize("jwt_auth_jwtsettings")
@Subselect("select organization_id, api_tokens_enabled, legacy_api_tokens_enabled from agreement.jwt_settings()")
public class JwtSettings {
    @Id
    public Long organizationId;

    public boolean apiTokensEnabled;

    /** Null when the organization has never chosen. */
    public Boolean legacyApiTokensEnabled;
}
