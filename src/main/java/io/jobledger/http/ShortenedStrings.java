package io.jobledger.http;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes JSON on in UTF-8, and leaves out the rest of strings that are longer than the ledger keeps of any. A parser holds
 * a whole string in memory, and one of a stack trace may have hundreds of megabytes.
 */
final class ShortenedStrings extends InputStream {
    /** Characters; more than the ledger's longest text. */
    static final int LONGEST = 262_145;

    private final InputStream json;
    private final byte[] read = new byte[1 << 16];
    private int at;
    private int end;
    private boolean string;
    private boolean dropping;
    private boolean escape;
    private int hexDigits;
    private int length;

    ShortenedStrings(InputStream json) {
        this.json = json;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int passed = 0;
        while (passed < most) {
            if (at == end) {
                // What has been passed on need not wait for more.
                if (passed > 0) {
                    break;
                }
                at = 0;
                end = Math.max(0, json.read(read));
                if (end == 0) {
                    return most == 0 ? 0 : -1;
                }
            }
            byte next = read[at++];
            if (passes(next)) {
                into[from + passed++] = next;
            }
        }
        return passed;
    }

    private boolean passes(byte next) throws IOException {
        if (!string) {
            string = next == '"';
            dropping = false;
            length = 0;
            return true;
        }
        if (hexDigits > 0) {
            hexDigits--;
        } else if (escape) {
            escape = false;
            if ("\"\\/bfnrtu".indexOf(next) < 0) {
                throw new JsonParseException(null, "an unknown escape in a string");
            }
            hexDigits = next == 'u' ? 4 : 0;
        } else if (next == '"') {
            string = false;
            return true;
        } else {
            boolean begins = (next & 0xC0) != 0x80;
            dropping |= begins && ++length > LONGEST;
            escape = next == '\\';
        }
        // A control character is an error, for the parser to tell.
        return !dropping || next >= 0 && next < ' ';
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
