package io.jobledger.ledger.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.JobException;
import io.jobledger.ledger.Limits;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.commons.codec.digest.DigestUtils;

@MappedEntity("exceptions")
record ExceptionRow(
        @Id long runId,
        @Id long time,
        @Id long digest,
        String name,
        @Nullable String task,
        @Nullable String location,
        @Nullable String taskManagerId,
        long textId,
        long groupId) {
    record Mark(long time, long digest) {}

    static ExceptionRow of(long runId, JobException exception, ExceptionTexts.Entry entry) {
        return new ExceptionRow(
                runId,
                exception.time(),
                digest(exception.task(), exception.text()),
                Limits.fit(exception.name(), Limits.EXCEPTION_NAME),
                Limits.fit(exception.task(), Limits.TASK),
                Limits.fit(exception.location(), Limits.HOST),
                Limits.fit(exception.taskManagerId(), Limits.HOST),
                entry.textId(),
                entry.groupId());
    }

    Mark mark() {
        return new Mark(time, digest);
    }

    private static long digest(@Nullable String task, String text) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        sha256.update((task == null ? "" : task).getBytes(UTF_8));
        sha256.update((byte) 0);
        // Of the part that is kept: a reader of huge documents has no more of the text.
        String kept = text.length() <= Limits.LONG_TEXT ? text : text.substring(0, Limits.LONG_TEXT);
        return ByteBuffer.wrap(sha256.digest(kept.getBytes(UTF_8))).getLong();
    }
}
