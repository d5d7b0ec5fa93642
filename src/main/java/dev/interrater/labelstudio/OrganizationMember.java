package dev.interrater.labelstudio;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

/** A live membership. Nothing keeps a user from having several in one organization. */
@Entity
@Immutable
@Synchronize("organizations_organizationmember")
@Subselect("""
        select m.id, m.user_id, m.organization_id, m.role
          from (select cast(null as timestamptz) as deleted_at, cast(null as text) as role) as older
         cross join lateral (
               select id, user_id, organization_id, deleted_at, role from organizations_organizationmember) as m
         where m.deleted_at is null
        """)
public class OrganizationMember {
    @Id
    public Long id;

    public Long userId;

    public Long organizationId;

    /** The Enterprise Edition's role code, {@code OW} and {@code AD} among them; null in Community, which has no roles. */
    public String role;
}
