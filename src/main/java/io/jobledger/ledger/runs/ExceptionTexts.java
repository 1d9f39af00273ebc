package io.jobledger.ledger.runs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.h2.DiskRoom;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** Stores stack traces and their groups, each once. Remembers them for good, as they are never deleted or changed. */
@Singleton
final class ExceptionTexts {
    private static final int MESSAGE = 4096;
    private static final int REMEMBERED = 20_000;

    /** Holds the ids of a text and of its group. */
    record Entry(long textId, long groupId) {}

    private final Cache<ByteBuffer, Entry> entries =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Database database;
    private final DiskRoom room;

    ExceptionTexts(Database database, DiskRoom room) {
        this.database = database;
        this.room = room;
    }

    /**
     * Returns the entries of the exceptions, by text. Callers must not be in a transaction: entries are remembered, so
     * their rows must not be rolled back.
     */
    Map<String, Entry> findOrAdd(List<JobException> exceptions) {
        Map<String, Entry> found = new HashMap<>();
        exceptions.forEach(exception -> found.computeIfAbsent(exception.text(), this::findOrAdd));
        return found;
    }

    private Entry findOrAdd(String whole) {
        String text = Limits.fit(whole, Limits.LONG_TEXT);
        byte[] digest = DigestUtils.sha256(text);
        return entries.get(ByteBuffer.wrap(digest), key -> find(digest).orElseGet(() -> add(digest, text)));
    }

    private Optional<Entry> find(byte[] digest) {
        return database.first(
                new Sql("SELECT id, group_id FROM exception_texts WHERE digest = ?", digest),
                row -> new Entry(row.getLong(1), row.getLong(2)));
    }

    private Entry add(byte[] digest, String text) {
        room.require();
        RootCause cause = RootCause.of(text);
        byte[] kind = DigestUtils.sha256(cause.kind());
        Sql group = new Sql("SELECT id FROM exception_groups WHERE digest = ?", kind);
        Optional<Long> known = database.first(group, row -> row.getLong(1));
        if (known.isEmpty()) {
            database.update(new Sql(
                    "INSERT INTO exception_groups (digest, root_cause, message) VALUES (?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    kind,
                    Limits.fit(cause.exception(), Limits.EXCEPTION_NAME),
                    Limits.fit(cause.message(), MESSAGE)));
            known = database.first(group, row -> row.getLong(1));
        }
        database.update(new Sql(
                "INSERT INTO exception_texts (digest, group_id, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                digest,
                known.orElseThrow(),
                text));
        return find(digest).orElseThrow();
    }
}
