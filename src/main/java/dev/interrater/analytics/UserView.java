package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user as others see them. */
@RegisterForReflection
@Schema(
        name = "UserSimple",
        requiredProperties = {"id", "username", "email", "first_name", "last_name", "avatar"})
public record UserView(
        @Schema(readOnly = true) long id,

        @Schema(maxLength = 256) String username,

        @Schema(maxLength = 254, description = "Email address")
        String email,

        @Schema(maxLength = 256) String firstName,

        @Schema(maxLength = 256) String lastName,

        @Schema(
                nullable = true,
                readOnly = true,
                description = "Path of the picture at Label Studio's address, null without one")
        String avatar) {
    static UserView of(Row row) {
        return new UserView(
                row.getLong("id"),
                row.getString("username"),
                row.getString("email"),
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("avatar"));
    }
}
