package dev.interrater.labelstudio;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A legacy token. Each user has at most one; a reset replaces it. */
@Entity
@Immutable
@Table(name = "authtoken_token")
public class AuthToken {
    @Id
    public String key;

    public Long userId;
}
