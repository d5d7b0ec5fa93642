package dev.interrater.testing;

import java.util.Map;
import java.util.UUID;

/** An organization of Label Studio with its people, projects and jobs, as rows that Label Studio itself would write. */
public final class Organization {
    private final Sql sql;
    private final int id;
    private final User owner;

    private Organization(Sql sql) {
        this.sql = sql;
        this.id = sql.value(
                "INSERT INTO organization (title, created_at, updated_at) VALUES ('Test', now(), now()) RETURNING id");
        if (sql.value("SELECT to_regclass('jwt_auth_jwtsettings')") != null) {
            sql.run("INSERT INTO jwt_auth_jwtsettings VALUES (?, true, 73000, true, now(), now())", id);
        }
        this.owner = member();
        sql.run("UPDATE organization SET created_by_id = ? WHERE id = ?", owner.id(), id);
    }

    /** A new one, with an owner, that accepts tokens of both kinds. */
    public static Organization create() {
        return new Organization(Sql.main());
    }

    /** The same in another database. */
    public static Organization createIn(Sql sql) {
        return new Organization(sql);
    }

    public int id() {
        return id;
    }

    public User owner() {
        return owner;
    }

    /** A new user whose active organization this is, without membership. */
    public User visitor() {
        String name = UUID.randomUUID().toString();
        int user = sql.value(
                "INSERT INTO htx_user (email, username, first_name, last_name, password, is_superuser, phone, avatar, is_staff,"
                        + " is_active, date_joined, activity_at, active_organization_id)"
                        + " VALUES (? || '@example.org', '', '', '', '', false, '', '', false, true, now(), now(), ?) RETURNING id",
                name,
                id);
        String token = name.replace("-", "") + "01234567";
        sql.run("INSERT INTO authtoken_token VALUES (?, now(), ?)", token, user);
        return new User(user, name + "@example.org", token);
    }

    /** A new user with a live membership and no role. */
    public User member() {
        User user = visitor();
        sql.run(
                "INSERT INTO organizations_organizationmember (user_id, organization_id, created_at, updated_at)"
                        + " VALUES (?, ?, now(), now())",
                user.id(),
                id);
        return user;
    }

    /** A new member who is listed as administrator. */
    public User administrator() {
        User user = member();
        sql.run("INSERT INTO agreement.organization_administrator VALUES (?, ?)", id, user.id());
        return user;
    }

    /** A new project. */
    public int project() {
        return sql.value(
                "INSERT INTO project (title, organization_id, label_config, show_instruction, show_skip_button,"
                        + " enable_empty_annotation, reveal_preannotations_interactively, show_annotation_history,"
                        + " show_collab_predictions, evaluate_predictions_automatically, result_count, maximum_annotations,"
                        + " min_annotations_to_start_training, is_draft, is_published, created_at, updated_at,"
                        + " show_ground_truth_first, show_overlap_first, overlap_cohort_percentage)"
                        + " VALUES ('Test', ?, '<View></View>', false, false, false, false, false, false, false, 0, 1, 0, false,"
                        + " false, now(), now(), false, false, 100) RETURNING id",
                id);
    }

    /** A new job of a project (null: of the organization) that has come to this status, and its ID. */
    public long job(Integer project, String status) {
        return job(project, status, Map.of());
    }

    /** The same with some columns set to SQL expressions. */
    public long job(Integer project, String status, Map<String, String> columns) {
        boolean ended = status.equals("COMPLETED") || status.equals("FAILED");
        Map<String, String> all = new java.util.TreeMap<>(Map.of(
                "organization_id",
                String.valueOf(id),
                "project_id",
                String.valueOf(project),
                "status",
                "'" + status + "'",
                "rq_job_id",
                status.equals("PENDING") ? "null" : "gen_random_uuid()",
                "triggered_by",
                "'" + owner.email() + "'",
                "started_at",
                ended || status.equals("RUNNING") ? "now()" : "null",
                "completed_at",
                ended ? "now()" : "null",
                "error_message",
                status.equals("FAILED") ? "'It broke'" : "''"));
        all.putAll(columns);
        return sql.value("INSERT INTO agreement.backfill_job (" + String.join(", ", all.keySet()) + ") VALUES ("
                + String.join(", ", all.values()) + ") RETURNING id");
    }

    /**
     * A user.
     *
     * @param token their legacy token
     */
    public record User(int id, String email, String token) {}
}
