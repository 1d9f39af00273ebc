package io.jobledger.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;

/** Words faults of JSON for people. The words of the parser quote the text, which may be a secret of another file. */
public final class JsonFaults {
    private JsonFaults() {}

    /** Returns whether the text is at fault, and not the source that it is read from. */
    public static boolean isFault(IOException fault) {
        return fault instanceof JsonProcessingException
                || fault instanceof CharConversionException
                || fault instanceof EOFException;
    }

    /**
     * Returns the end of a sentence about the text, such as "is not JSON at byte 17". Bytes are counted from 0. An
     * {@code EOFException} stands for no text at all.
     */
    public static String words(IOException fault) {
        if (fault instanceof JsonEOFException end) {
            return "is cut off after " + end.getLocation().getByteOffset() + " bytes";
        }
        if (fault instanceof StreamConstraintsException) {
            return "has a text, a number or a nesting that is too large to be read";
        }
        if (fault instanceof JsonProcessingException json) {
            return json.getLocation() == null || json.getLocation().getByteOffset() < 0
                    ? "is not JSON"
                    : "is not JSON at byte " + json.getLocation().getByteOffset();
        }
        return fault instanceof CharConversionException ? "is not JSON in UTF-8" : "is empty";
    }
}
