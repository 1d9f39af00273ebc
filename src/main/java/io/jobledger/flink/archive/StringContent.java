package io.jobledger.flink.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decodes the content of a JSON string into UTF-8, up to its closing quote. Half a surrogate pair becomes a question mark,
 * as in all texts that Java encodes.
 */
final class StringContent extends InputStream {
    private final JsonBytes json;
    /** Decoded bytes that had no room in the reader's array, the next one lowest. */
    private int pending;

    private int pendingBytes;
    /** A UTF-16 unit that was read ahead; -1 for none. */
    private int ahead = -1;

    private boolean ended;

    /** @param json just after the opening quote */
    StringContent(JsonBytes json) {
        this.json = json;
    }

    @Override
    public int read() throws IOException {
        if (pendingBytes > 0) {
            int next = pending & 0xFF;
            pending >>>= 8;
            pendingBytes--;
            return next;
        }
        if (ahead >= 0) {
            int unit = ahead;
            ahead = -1;
            encode(unit);
            return read();
        }
        if (ended) {
            return -1;
        }
        int next = json.next();
        if (next == '"') {
            ended = true;
            return -1;
        }
        if (next == '\\') {
            return escaped();
        }
        if (next < ' ') {
            throw json.damage(next);
        }
        return next;
    }

    private int escaped() throws IOException {
        int next = json.next();
        switch (next) {
            case '"', '\\', '/':
                return next;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                encode(unit());
                return read();
            default:
                throw json.damage(next);
        }
    }

    private int unit() throws IOException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int next = json.next();
            int digit = Character.digit(next, 16);
            if (digit < 0) {
                throw json.damage(next);
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private void encode(int unit) throws IOException {
        if (!Character.isSurrogate((char) unit)) {
            utf8(unit);
            return;
        }
        if (Character.isHighSurrogate((char) unit) && json.peek() == '\\') {
            json.next();
            if (json.peek() == 'u') {
                json.next();
                int low = unit();
                if (Character.isLowSurrogate((char) low)) {
                    utf8(Character.toCodePoint((char) unit, (char) low));
                    return;
                }
                ahead = low;
            } else {
                // No escape decodes to a unit above ASCII but those of "u".
                ahead = escaped();
            }
        }
        utf8('?');
    }

    private void utf8(int point) {
        if (point < 0x80) {
            pending = point;
            pendingBytes = 1;
        } else if (point < 0x800) {
            pending = 0xC0 | point >> 6 | (0x80 | point & 0x3F) << 8;
            pendingBytes = 2;
        } else if (point < 0x10000) {
            pending = 0xE0 | point >> 12 | (0x80 | point >> 6 & 0x3F) << 8 | (0x80 | point & 0x3F) << 16;
            pendingBytes = 3;
        } else {
            pending = 0xF0
                    | point >> 18
                    | (0x80 | point >> 12 & 0x3F) << 8
                    | (0x80 | point >> 6 & 0x3F) << 16
                    | (0x80 | point & 0x3F) << 24;
            pendingBytes = 4;
        }
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int read = 0;
        while (read < most) {
            int next = read();
            if (next < 0) {
                return read == 0 ? -1 : read;
            }
            into[from + read++] = (byte) next;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
