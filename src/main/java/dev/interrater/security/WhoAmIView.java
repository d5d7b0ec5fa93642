package dev.interrater.security;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whoever asks, as they are shown to themselves.
 *
 * @param id the user's
 * @param organization the ID of the one that they work in
 * @param administrator whether they may change something
 * @param labelStudioUrl where Label Studio is for people; empty: at the same address; null: not known
 */
@RegisterForReflection
@Schema(
        name = "AgreementWhoAmI",
        requiredProperties = {"id", "email", "organization", "administrator", "label_studio_url"})
public record WhoAmIView(
        long id,
        String email,

        @Schema(description = "ID of the organization that they work in")
        long organization,

        @Schema(description = "Whether they may change something")
        boolean administrator,

        @Schema(
                nullable = true,
                description = "Where people reach Label Studio; empty: at the same address; null: not known")
        String labelStudioUrl) {}
