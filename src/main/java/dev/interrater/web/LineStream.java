package dev.interrater.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestMulti;

/** All rows of a list in one answer, written line by line as they come, a lot at a time. */
@Singleton
public class LineStream {
    /** The media type of a JSON object on each line. */
    public static final String NDJSON = "application/x-ndjson";

    /** Behind the media type of a stream that has a page in JSON beside it: whoever takes anything gets the page. */
    public static final String LESS = ";qs=0.5";

    private final ObjectMapper json;

    LineStream(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Lines of CSV.
     *
     * @param columns their names, which come with the first rows: until there are some, an error can still be told
     * @param cells the row of an item
     */
    public <T> Multi<Buffer> csv(Uni<Multi<List<T>>> lots, List<String> columns, Function<T, List<?>> cells) {
        AtomicReference<String> head = new AtomicReference<>(Csv.line(columns));
        return answer(
                lots,
                Csv.MEDIA_TYPE,
                items -> items.map(lot -> Buffer.buffer(lot.stream()
                        .map(item -> Csv.line(cells.apply(item)))
                        .collect(Collectors.joining("", head.getAndSet(""), "")))));
    }

    /** A JSON object on each line. The end of a lot's last line is written by whoever writes the lots. */
    public <T> Multi<Buffer> ndjson(Uni<Multi<List<T>>> lots) {
        return answer(
                lots,
                NDJSON,
                items -> items.filter(lot -> !lot.isEmpty())
                        .map(lot -> Buffer.buffer(lot.stream().map(this::text).collect(Collectors.joining("\n")))));
    }

    private static <T> Multi<Buffer> answer(
            Uni<Multi<List<T>>> lots, String type, Function<Multi<List<T>>, Multi<Buffer>> written) {
        return RestMulti.fromUniResponse(
                lots,
                written,
                items -> Map.of(
                        "Vary", List.of("Accept"),
                        "Content-Type", List.of(type + ";charset=UTF-8"),
                        "Cache-Control", List.of(PrivateAnswers.NOT_KEPT)));
    }

    private String text(Object item) {
        try {
            return json.writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
