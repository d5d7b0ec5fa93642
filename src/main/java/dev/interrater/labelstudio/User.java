package dev.interrater.labelstudio;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

/** A user who may log in: active, and not deleted. */
@Entity
@Immutable
@Synchronize("htx_user")
@Subselect("""
        select u.id, u.email, u.is_staff, u.is_superuser, u.active_organization_id
          from (select false as is_deleted) as older
         cross join lateral (
               select id, email, is_staff, is_superuser, is_active, active_organization_id, is_deleted from htx_user) as u
         where u.is_active and not u.is_deleted
        """)
public class User {
    @Id
    public Long id;

    public String email;

    public boolean isStaff;

    public boolean isSuperuser;

    /** The organization that the user works in now; null when they belong to none. */
    public Long activeOrganizationId;
}
