package io.jobledger.ledger.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.SqlStates;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.page.Cursor;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.page.Pages;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Singleton
final class JdbcImportLog implements ImportLog {
    /** How often to try. Each attempt is lost only if the running import ended between two statements. */
    private static final int ATTEMPTS = 100;

    /** Many rows of few files each, as a watched directory makes them, become few rows above this number. */
    private static final int MANY_ROWS = 256;

    /** Bytes of files in one row, far less than the longest value of H2. */
    private static final int ROW_BYTES = 256 * 1024;

    /** The query of a page of all imports, for its cursor. */
    private static final String ALL = "imports";

    private final Clusters clusters;
    private final ImportRows rows;
    private final Transactions transactions;

    JdbcImportLog(Clusters clusters, ImportRows rows, Transactions transactions) {
        this.clusters = clusters;
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public Import begin(String engine, String cluster, String directory, boolean watched, long at) {
        if (!Limits.storable(directory, Limits.DIRECTORY)) {
            throw new IllegalArgumentException("Not a directory that can be recorded: " + directory);
        }
        int clusterId = clusters.findOrAdd(engine, cluster);
        return transactions
                .write(() -> {
                    rows.insertDirectoryIfAbsent(clusterId, directory);
                    return begin(rows.directory(clusterId, directory).orElseThrow(), watched, at);
                })
                .toImport();
    }

    private ImportRow begin(int directoryId, boolean watched, long at) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            rows.insertIfNoneRuns(directoryId, watched, at);
            Optional<ImportRow> running = rows.running(directoryId);
            if (running.isPresent()) {
                return running.get();
            }
        }
        throw new IllegalStateException("Imports of directory " + directoryId + " always ended at once");
    }

    @Override
    public Optional<Import> find(long id) {
        return rows.find(id).map(ImportRow::toImport);
    }

    @Override
    public Optional<Import> watched(String engine, String cluster, String directory) {
        return rows.watched(engine, cluster, directory).map(ImportRow::toImport);
    }

    @Override
    public Page<Import> list(PageRequest page) {
        Cursor edge = Cursor.parse(ALL, page.cursor());
        long before = edge == null ? Long.MAX_VALUE : edge.numbers()[0];
        List<Import> found = rows.before(before, page.limit() + 1).stream()
                .map(ImportRow::toImport)
                .toList();
        return Pages.of(found, page, ALL, last -> Cursor.of(last.id()));
    }

    @Override
    public List<Import> running() {
        return rows.running().stream().map(ImportRow::toImport).toList();
    }

    @Override
    public boolean resume(long id) {
        try {
            return transactions.write(() -> rows.resume(id)) > 0;
        } catch (DataAccessException e) {
            if (SqlStates.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean end(long id, ImportState state, @Nullable String error, long at) {
        return transactions.writeInReserve(() -> rows.end(id, state.name(), Limits.fit(error, Limits.LONG_TEXT), at))
                > 0;
    }

    @Override
    public boolean progress(long id, ImportProgress progress) {
        rows.progress(
                id,
                progress.seen(),
                progress.taken(),
                progress.skipped(),
                progress.unchanged(),
                progress.quarantined(),
                progress.filesPerSecond(),
                progress.millisLeft());
        return rows.find(id).filter(row -> row.state() == ImportState.RUNNING).isPresent();
    }

    @Override
    public void done(long id, boolean taken, byte[] files) {
        transactions.writeInReserve(() -> rows.insertFiles(rows.directoryOf(id), taken ? id : null, files));
    }

    @Override
    public long unseenSince(long id) {
        return rows.unseenSince(rows.directoryOf(id));
    }

    @Override
    public void eachDone(long id, DoneFiles reader) {
        List<ImportedFilesRow> noted = rows.files(rows.directoryOf(id));
        noted.forEach(row -> reader.read(row.importId() != null && row.importId() == id, row.files()));
        if (noted.size() > MANY_ROWS) {
            transactions.write(() -> {
                join(noted);
                return noted;
            });
        }
    }

    private void join(List<ImportedFilesRow> noted) {
        Map<Long, ByteArrayOutputStream> joined = new HashMap<>();
        List<Long> replaced = new ArrayList<>();
        for (ImportedFilesRow row : noted) {
            if (row.files().length < ROW_BYTES) {
                ByteArrayOutputStream files = joined.computeIfAbsent(row.importId(), id -> new ByteArrayOutputStream());
                files.writeBytes(row.files());
                replaced.add(row.id());
                if (files.size() >= ROW_BYTES) {
                    rows.insertFiles(row.directoryId(), row.importId(), files.toByteArray());
                    files.reset();
                }
            }
        }
        joined.forEach((importId, files) -> {
            if (files.size() > 0) {
                rows.insertFiles(noted.get(0).directoryId(), importId, files.toByteArray());
            }
        });
        for (int from = 0; from < replaced.size(); from += MANY_ROWS) {
            rows.deleteFiles(replaced.subList(from, Math.min(replaced.size(), from + MANY_ROWS)));
        }
    }

    @Override
    public void quarantine(long id, QuarantinedFile file) {
        String reason = Limits.fit(file.reason(), Limits.REASON);
        transactions.writeInReserve(() -> {
            int known =
                    rows.updateQuarantined(id, file.file(), file.size(), file.modifiedAt(), reason, file.lastTried());
            return known > 0
                    ? known
                    : rows.insertQuarantined(
                            id,
                            file.file(),
                            file.size(),
                            file.modifiedAt(),
                            reason,
                            file.firstSeen(),
                            file.lastTried());
        });
    }

    @Override
    public void release(long id, Collection<String> files) {
        transactions.writeInReserve(() -> rows.deleteQuarantined(id, files));
    }

    @Override
    public List<QuarantinedFile> quarantined(long id) {
        return rows.quarantined(id, "", Integer.MAX_VALUE).stream()
                .map(QuarantineRow::toFile)
                .toList();
    }

    @Override
    public Page<QuarantinedFile> quarantined(long id, PageRequest page) {
        String question = "quarantine of import " + id;
        Cursor edge = Cursor.parse(question, page.cursor());
        String after = edge == null ? "" : new String(edge.bytes(), UTF_8);
        List<QuarantinedFile> found = rows.quarantined(id, after, page.limit() + 1).stream()
                .map(QuarantineRow::toFile)
                .toList();
        return Pages.of(
                found,
                page,
                question,
                last -> new Cursor(new long[0], last.file().getBytes(UTF_8)));
    }
}
