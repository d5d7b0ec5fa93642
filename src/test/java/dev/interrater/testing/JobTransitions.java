package dev.interrater.testing;

import java.util.List;
import java.util.TreeSet;

/**
 * Records every change of a job's status in the main test database, whoever makes it, and tells which there were. A new job is
 * a change from {@code [*]}, as state diagrams write it.
 */
public final class JobTransitions {
    private JobTransitions() {}

    /** Records from now on, until the database ends. */
    public static synchronized void record() {
        if (Sql.main().value("SELECT to_regclass('testing.job_transition')") != null) {
            return;
        }
        // The recorder writes as its owner: the service itself may not.
        Sql.main().run("""
                CREATE SCHEMA testing;
                CREATE TABLE testing.job_transition (
                    job_id bigint NOT NULL, organization_id bigint NOT NULL, edge text NOT NULL);
                CREATE FUNCTION testing.record_transition() RETURNS trigger
                LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    INSERT INTO testing.job_transition VALUES (NEW.id, NEW.organization_id,
                        CASE WHEN TG_OP = 'INSERT' THEN '[*]' ELSE OLD.status END || ' --> ' || NEW.status);
                    RETURN NULL;
                END $$;
                GRANT USAGE ON SCHEMA testing TO interrater;
                CREATE TRIGGER record_new AFTER INSERT ON agreement.backfill_job
                    FOR EACH ROW EXECUTE FUNCTION testing.record_transition();
                CREATE TRIGGER record_change AFTER UPDATE OF status ON agreement.backfill_job
                    FOR EACH ROW EXECUTE FUNCTION testing.record_transition();
                """);
    }

    /** The kinds of changes that the organization's jobs have seen, such as {@code QUEUED --> RUNNING}. */
    public static TreeSet<String> of(Organization organization) {
        List<String> edges = Sql.main()
                .column(
                        "SELECT DISTINCT edge FROM testing.job_transition WHERE organization_id = ?",
                        organization.id());
        return new TreeSet<>(edges);
    }
}
