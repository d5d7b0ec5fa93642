package dev.interrater.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interrater.metric.Mask;
import dev.interrater.metric.Ranges;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes Label Studio's brush: a stream of bits that holds the bytes of an RGBA image, run-length encoded. Only the ranges of
 * painted pixels are kept, so the work and the memory are bounded by the length of the code, not by the size of the image.
 *
 * <p>32 bits: number of bytes; 5 bits: bits of a word, less 1; four times 4 bits: bits of a length, less 1. Then runs: 1 bit,
 * whether a word is repeated or every word is given; 2 bits, which of the four sizes the length has; the length, less 1; the
 * word or words.
 */
final class MaskReader {

    private static final int CHANNELS = 4;
    private static final int ALPHA = 3;

    private final ResultItem item;
    private final byte[] code;
    private long position;
    private final List<Ranges.Range> painted = new ArrayList<>();

    private MaskReader(ResultItem item, JsonNode rle) {
        this.item = item;
        this.code = new byte[rle.size()];
        int next = 0;
        for (JsonNode octet : rle) {
            if (!octet.isNumber() || octet.doubleValue() < 0 || octet.doubleValue() > 255) {
                throw item.malformed("rle is no list of bytes");
            }
            code[next++] = (byte) octet.intValue();
        }
    }

    static Mask read(ResultItem item) {
        JsonNode rle = item.required("rle");
        if (!rle.isArray()) {
            throw item.malformed("rle is no list of bytes");
        }
        return new MaskReader(item, rle).decode();
    }

    private Mask decode() {
        long size = bits(32);
        int wordSize = (int) bits(5) + 1;
        int[] lengthSizes = new int[4];
        for (int i = 0; i < lengthSizes.length; i++) {
            lengthSizes[i] = (int) bits(4) + 1;
        }
        long at = 0;
        while (at < size) {
            boolean repeated = bits(1) == 1;
            long end = Math.min(size, at + bits(lengthSizes[(int) bits(2)]) + 1);
            if (repeated) {
                if (bits(wordSize) != 0) {
                    paint(at, end);
                }
                at = end;
            }
            for (; at < end; at++) {
                if (bits(wordSize) != 0) {
                    paint(at, at + 1);
                }
            }
        }
        return new Mask(size / CHANNELS, new Ranges(painted));
    }

    /** The pixels whose alpha is among these bytes. */
    private void paint(long from, long to) {
        long first = (from + CHANNELS - 1 - ALPHA) / CHANNELS;
        long last = (to - 1 - ALPHA) / CHANNELS;
        if (to > ALPHA && first <= last) {
            int size = painted.size();
            Ranges.Range previous = size == 0 ? null : painted.get(size - 1);
            if (previous != null && previous.end() + 1 >= first) {
                painted.set(size - 1, new Ranges.Range(previous.start(), last));
            } else {
                painted.add(new Ranges.Range(first, last));
            }
        }
    }

    private long bits(int count) {
        if (position + count > 8L * code.length) {
            throw item.malformed("rle is cut off");
        }
        long bits = 0;
        for (int i = 0; i < count; i++, position++) {
            bits = bits << 1 | code[(int) (position >> 3)] >> (7 - (position & 7)) & 1;
        }
        return bits;
    }
}
