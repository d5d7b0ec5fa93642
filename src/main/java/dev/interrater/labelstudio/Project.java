package dev.interrater.labelstudio;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

/** A project that is not deleted. */
@Entity
@Immutable
@Synchronize("project")
@Subselect(Project.LIVE)
public class Project {
    /** The projects that are not deleted, as SQL: columns {@code id} and {@code organization_id}. */
    public static final String LIVE = """
            select p.id, p.organization_id
              from (select cast(null as timestamptz) as deleted_at) as older
             cross join lateral (select id, organization_id, deleted_at from project) as p
             where p.deleted_at is null
            """;

    @Id
    public Long id;

    public Long organizationId;
}
