package dev.interrater.metric;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * At which positions of a text each of its tokens stands, as bits. Frequent tokens keep their bits; those of rare ones are
 * set when asked for, so that a text of many different words needs no more memory than one of few.
 */
final class TokenPositions {

    private final int words;
    private final int[] previous;
    private final Map<Integer, Integer> lastPosition = new HashMap<>();
    private final Map<Integer, long[]> frequent = new HashMap<>();
    private final Map<long[], Integer> lent = new IdentityHashMap<>();
    private final long[] none;
    private long[] spare;

    TokenPositions(int[] text) {
        this.words = (text.length + 63) / 64;
        this.none = new long[words];
        this.previous = new int[text.length];
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < text.length; i++) {
            Integer last = lastPosition.put(text[i], i);
            previous[i] = last == null ? -1 : last;
            counts.merge(text[i], 1, Integer::sum);
        }
        counts.forEach((token, count) -> {
            if (count > words) {
                frequent.put(token, set(new long[words], token));
            }
        });
    }

    /** How many words of 64 bits it takes. */
    int words() {
        return words;
    }

    /** The bits of a token, to be given back with {@link #release}. */
    long[] of(int token) {
        if (!lastPosition.containsKey(token)) {
            return none;
        }
        long[] bits = frequent.get(token);
        if (bits == null) {
            bits = set(spare == null ? new long[words] : spare, token);
            spare = null;
            lent.put(bits, token);
        }
        return bits;
    }

    void release(long[] bits) {
        Integer token = lent.remove(bits);
        if (token != null) {
            for (int i = lastPosition.get(token); i >= 0; i = previous[i]) {
                bits[i / 64] = 0;
            }
            spare = bits;
        }
    }

    private long[] set(long[] bits, int token) {
        for (int i = lastPosition.get(token); i >= 0; i = previous[i]) {
            bits[i / 64] |= 1L << (i % 64);
        }
        return bits;
    }
}
