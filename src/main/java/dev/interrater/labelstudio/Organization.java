package dev.interrater.labelstudio;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** An organization: who owns projects and jobs. Label Studio Community has one. */
@Entity
@Immutable
@Table(name = "organization")
public class Organization {
    @Id
    public Long id;

    /** The owner's user ID; null when that user was deleted. */
    public Long createdById;
}
