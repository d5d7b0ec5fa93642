package dev.interrater.testing;

/** Counts the statements that pass on a connection to PostgreSQL, from what the client sends. */
final class Statements {
    private static final int LENGTH = 4;

    private int typeLength; // the first message has no type
    private int type;
    private int headerRead;
    private int length;
    private int left;

    /** How many statements are executed by these bytes, which go on where those before have ended. */
    int in(byte[] bytes, int count) {
        int statements = 0;
        for (int i = 0; i < count; i++) {
            if (left > 0) {
                int skipped = Math.min(left, count - i);
                left -= skipped;
                i += skipped - 1;
                continue;
            }
            if (headerRead < typeLength) {
                type = bytes[i];
            } else {
                length = length << 8 | bytes[i] & 0xff;
            }
            if (++headerRead == typeLength + LENGTH) {
                statements += type == 'E' || type == 'Q' ? 1 : 0;
                left = length - LENGTH;
                headerRead = 0;
                length = 0;
                typeLength = 1;
            }
        }
        return statements;
    }
}
