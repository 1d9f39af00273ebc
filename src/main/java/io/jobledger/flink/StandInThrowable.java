package io.jobledger.flink;

import io.micronaut.core.annotation.Nullable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamConstants;
import java.io.ObjectStreamField;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Stands in for an exception of any class, as Flink's {@code SerializedThrowable} does. Fields, names and version are
 * those of Flink's class (the same in 1.20 and 2.3). It is serialised under that class's name. So Flink's clients can
 * read it, and our class path needs no class of Flink.
 */
final class StandInThrowable extends Exception {
    private static final long serialVersionUID = 7284183123441947635L;

    private static final String FLINKS_NAME = "org.apache.flink.util.SerializedThrowable";

    /** Maximum number of causes; deeper ones stay in the text. Some exceptions carry whole logs in their message. */
    private static final int CAUSES = 20;

    private static final String CAUSED_BY = "\nCaused by: ";

    /** Matches the frames of the exception itself. Those of suppressed exceptions are indented further. */
    private static final Pattern FRAME =
            Pattern.compile("^\tat (.+)\\.([^.(]+)\\((.*?)(?::(\\d{1,9}))?\\)$", Pattern.MULTILINE);

    /** Null: the original could not be serialised. A client then makes do with the stand-in. */
    private final byte[] serializedException = null;

    private final String originalErrorClassName;
    private final String fullStringifiedStackTrace;

    private StandInThrowable(String head, String stackTrace, @Nullable StandInThrowable cause) {
        super(head, cause);
        int colon = head.indexOf(": ");
        this.originalErrorClassName = colon < 0 ? head : head.substring(0, colon);
        this.fullStringifiedStackTrace = stackTrace;
    }

    /** Parses a stack trace, as {@link Throwable#printStackTrace()} writes it, with its causes. */
    static StandInThrowable parse(String stackTrace) {
        return parse(stackTrace, CAUSES);
    }

    private static StandInThrowable parse(String stackTrace, int causes) {
        int next = causes == 0 ? -1 : stackTrace.indexOf(CAUSED_BY);
        StandInThrowable cause = next < 0 ? null : parse(stackTrace.substring(next + CAUSED_BY.length()), causes - 1);
        String own = next < 0 ? stackTrace : stackTrace.substring(0, next);
        int frames = own.indexOf("\n\t");
        StandInThrowable parsed =
                new StandInThrowable((frames < 0 ? own : own.substring(0, frames)).strip(), stackTrace, cause);
        parsed.setStackTrace(
                FRAME.matcher(own).results().map(StandInThrowable::frame).toArray(StackTraceElement[]::new));
        return parsed;
    }

    private static StackTraceElement frame(MatchResult frame) {
        int line = frame.group(4) == null ? -1 : Integer.parseInt(frame.group(4));
        return new StackTraceElement(frame.group(1), frame.group(2), frame.group(3), line);
    }

    String className() {
        return originalErrorClassName;
    }

    /** Returns the Java-serialised form in Base64, which Flink's clients read. */
    String serialized() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new FlinksStream(bytes)) {
            out.writeObject(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Writes a stand-in under the name of Flink's class, and everything else unchanged. */
    private static final class FlinksStream extends ObjectOutputStream {
        FlinksStream(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void writeClassDescriptor(ObjectStreamClass type) throws IOException {
            if (type.forClass() != StandInThrowable.class) {
                super.writeClassDescriptor(type);
                return;
            }
            writeUTF(FLINKS_NAME);
            writeLong(serialVersionUID);
            writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
            ObjectStreamField[] fields = type.getFields();
            writeShort(fields.length);
            for (ObjectStreamField field : fields) {
                writeByte(field.getTypeCode());
                writeUTF(field.getName());
                writeObject(field.getTypeString());
            }
        }
    }
}
