package dev.interrater.live;

import dev.interrater.dimension.Fingerprint;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.Arrays;

/** Notices what hints are about, and lets this process look for it if it compares tasks. */
@Singleton
class Hints {
    private final Pool pool;
    private final Event<Hinted> hinted;

    /** Something was noticed. */
    record Hinted() {}

    Hints(Pool pool, Event<Hinted> hinted) {
        this.pool = pool;
        this.hinted = hinted;
    }

    /** A project whose tasks are being compared just now is passed over: the change is noticed by its date. */
    Uni<Void> take(Hint hint) {
        Long[] tasks = hint.tasks();
        if (hint.project() == null) {
            return Uni.createFrom().voidItem();
        }
        Long[] projects = new Long[Math.max(1, tasks.length)];
        Arrays.fill(projects, hint.project());
        Uni<?> noticed = tasks.length == 0
                ? pool.preparedQuery(LiveSql.CHECK)
                        .execute(Tuple.tuple().addValue(projects).addInteger(Fingerprint.RULES))
                : pool.preparedQuery(LiveSql.NOTICE)
                        .execute(Tuple.tuple().addValue(projects).addValue(tasks));
        return noticed.invoke(() -> hinted.fire(new Hinted())).replaceWithVoid();
    }
}
