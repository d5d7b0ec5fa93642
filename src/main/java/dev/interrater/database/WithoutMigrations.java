package dev.interrater.database;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.time.Duration;

/** Cuts migrations out of native executables, which are linked as a whole and have neither Flyway nor JDBC. */
@TargetClass(Migrations.class)
final class WithoutMigrations {
    private WithoutMigrations() {}

    @Substitute
    public static boolean arePackaged() {
        return false;
    }

    @Substitute
    public static int migrate(String url, String user, String password, Duration patience) {
        throw new UnsupportedOperationException("This executable has no migrations");
    }
}
