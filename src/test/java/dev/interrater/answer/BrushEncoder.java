package dev.interrater.answer;

import java.util.ArrayList;
import java.util.List;

/** Encodes a mask as Label Studio's editor does: an RGBA image, run-length encoded. */
final class BrushEncoder {

    private static final int[] LENGTH_SIZES = {3, 4, 8, 16};

    private final StringBuilder bits = new StringBuilder();

    private BrushEncoder() {}

    /** The bytes of the code, with an alpha of 255 where a pixel is painted. */
    static List<Integer> encode(boolean... painted) {
        int[] rgba = new int[4 * painted.length];
        for (int i = 0; i < painted.length; i++) {
            rgba[4 * i + 3] = painted[i] ? 255 : 0;
        }
        return new BrushEncoder().encoded(rgba);
    }

    private List<Integer> encoded(int[] bytes) {
        write(bytes.length, 32);
        write(7, 5);
        for (int size : LENGTH_SIZES) {
            write(size - 1, 4);
        }
        for (int at = 0; at < bytes.length; ) {
            int run = run(bytes, at);
            if (run > 2) {
                writeLength(1, run);
                write(bytes[at], 8);
                at += run;
            } else {
                int end = at + 1;
                while (end < bytes.length && end - at < 200 && run(bytes, end) <= 2) {
                    end++;
                }
                writeLength(0, end - at);
                for (; at < end; at++) {
                    write(bytes[at], 8);
                }
            }
        }
        List<Integer> code = new ArrayList<>();
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        for (int i = 0; i < bits.length(); i += 8) {
            code.add(Integer.parseInt(bits.substring(i, i + 8), 2));
        }
        return code;
    }

    private static int run(int[] bytes, int at) {
        int end = at;
        while (end < bytes.length && bytes[end] == bytes[at] && end - at < 1 << 16) {
            end++;
        }
        return end - at;
    }

    private void writeLength(int repeated, int length) {
        int size = 0;
        while (length - 1 >= 1 << LENGTH_SIZES[size]) {
            size++;
        }
        write(repeated, 1);
        write(size, 2);
        write(length - 1, LENGTH_SIZES[size]);
    }

    private void write(int value, int count) {
        for (int bit = count - 1; bit >= 0; bit--) {
            bits.append(value >> bit & 1);
        }
    }
}
