package dev.interrater.backfill;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.util.Objects;
import org.hibernate.annotations.Subselect;

/**
 * The newest job of a project that is there, with the project for its key. What is asked most often is a look-up by key in this way; the
 * first query in HQL takes a new instance a fifth of a second (docs/benchmarks.md).
 */
@Entity
@Subselect("SELECT * FROM agreement.backfill_job WHERE newest AND agreement.has_project(organization_id, project_id)")
@IdClass(NewestJob.Key.class)
public class NewestJob extends JobState {
    @Id
    public long organizationId;

    @Id
    @Enumerated(EnumType.STRING)
    public JobKind kind;

    @Id
    public long projectId;

    public long id;

    @Override
    JobView view() {
        return view(id, projectId);
    }

    /** A project of an organization, and the kind of its jobs. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        private long organizationId;
        private JobKind kind;
        private long projectId;

        /** For Hibernate, which then sets the fields. */
        public Key() {}

        Key(long organizationId, JobKind kind, long projectId) {
            this.organizationId = organizationId;
            this.kind = kind;
            this.projectId = projectId;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.organizationId == organizationId
                    && key.kind == kind
                    && key.projectId == projectId;
        }

        @Override
        public int hashCode() {
            return Objects.hash(organizationId, kind, projectId);
        }
    }
}
