package io.jobledger.ledger.search;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds stack traces by a part of their text. They are few beside the exceptions that have them, and are never changed
 * or deleted. As long as there is room, all are kept in memory. A database takes a hundred times as long to look
 * through them.
 */
@Singleton
final class TextSearch {
    /** The most characters to keep: about as many bytes. */
    private static final long ROOM = 16 << 20;

    private static final int AT_ONCE = 100;
    private static final int TRIES = 5;

    private record Text(long id, long groupId, String lowerCase) {}

    private final Database database;
    private List<Text> texts = List.of();
    private boolean full;

    TextSearch(Database database) {
        this.database = database;
    }

    /** Returns the first text of each group that contains this one in any case. Null if there are too many texts. */
    @Nullable
    Map<Long, Long> groups(String text) {
        List<Text> all = all();
        if (all == null) {
            return null;
        }
        String wanted = text.toLowerCase(Locale.ROOT);
        Map<Long, Long> groups = new HashMap<>();
        for (Text candidate : all) {
            if (candidate.lowerCase().contains(wanted)) {
                groups.merge(candidate.groupId(), candidate.id(), Math::min);
            }
        }
        return groups;
    }

    @Nullable
    private synchronized List<Text> all() {
        for (int attempt = 0; attempt < TRIES && !full; attempt++) {
            // As many as the table has are all texts, as none is ever deleted.
            long count = database.first(new Sql("SELECT COUNT(*) FROM exception_texts"), row -> row.getLong(1))
                    .orElseThrow();
            if (count == texts.size()) {
                break;
            }
            // A text with a lower id may have been committed later: then all are read again.
            texts = attempt == 0 ? more(texts) : more(List.of());
        }
        return full ? null : texts;
    }

    private List<Text> more(List<Text> known) {
        List<Text> all = new ArrayList<>(known);
        long length =
                known.stream().mapToLong(text -> text.lowerCase().length()).sum();
        for (int read = AT_ONCE; read == AT_ONCE; ) {
            List<Text> next = database.list(
                    new Sql(
                            "SELECT id, group_id, text FROM exception_texts WHERE id > ? ORDER BY id LIMIT " + AT_ONCE,
                            all.isEmpty() ? 0L : all.get(all.size() - 1).id()),
                    row -> new Text(
                            row.getLong(1), row.getLong(2), row.getString(3).toLowerCase(Locale.ROOT)));
            read = next.size();
            length += next.stream().mapToLong(text -> text.lowerCase().length()).sum();
            if (length > ROOM) {
                full = true;
                return List.of();
            }
            all.addAll(next);
        }
        return Collections.unmodifiableList(all);
    }
}
