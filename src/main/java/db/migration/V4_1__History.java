package db.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Fills the columns and tables of {@code V4} that SQL cannot compute: keys of names, and each stack trace once, in groups.
 *
 * <p>It calls no code of the service: a released migration computes the same for good, whatever the service does later.
 */
public class V4_1__History extends BaseJavaMigration {
    private static final int BATCH = 500;

    @Override
    public void migrate(Context context) throws Exception {
        Connection connection = context.getConnection();
        keyNames(connection);
        moveTexts(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO exception_counts (group_id, cluster_id, exceptions, jobs, first_seen, last_seen)"
                            + " SELECT e.group_id, j.cluster_id, COUNT(*), COUNT(DISTINCT e.run_id), MIN(e.time),"
                            + " MAX(e.time) FROM exceptions e JOIN jobs j ON j.id = e.run_id GROUP BY e.group_id,"
                            + " j.cluster_id");
        }
    }

    private static void keyNames(Connection connection) throws SQLException {
        try (PreparedStatement page = connection.prepareStatement(
                        "SELECT id, name FROM jobs WHERE id > ? ORDER BY id LIMIT " + BATCH);
                PreparedStatement update = connection.prepareStatement("UPDATE jobs SET name_key = ? WHERE id = ?")) {
            long last = Long.MIN_VALUE;
            for (int read = BATCH; read == BATCH; ) {
                read = 0;
                page.setLong(1, last);
                try (ResultSet jobs = page.executeQuery()) {
                    while (jobs.next()) {
                        read++;
                        last = jobs.getLong(1);
                        update.setBytes(1, nameKey(jobs.getString(2)));
                        update.setLong(2, last);
                        update.addBatch();
                    }
                }
                update.executeBatch();
            }
        }
    }

    private static void moveTexts(Connection connection) throws Exception {
        Map<String, long[]> entries = new HashMap<>();
        try (PreparedStatement runs = connection.prepareStatement("SELECT DISTINCT run_id FROM exceptions");
                PreparedStatement ofRun = connection.prepareStatement(
                        // Begins after the page before. A search for columns still empty would read all pages again.
                        "SELECT time, digest, text FROM exceptions WHERE run_id = ? AND time >= ?"
                                + " AND (time > ? OR digest > ?) ORDER BY run_id, time, digest LIMIT " + BATCH);
                PreparedStatement update = connection.prepareStatement("UPDATE exceptions SET text_id = ?, group_id = ?"
                        + " WHERE run_id = ? AND time = ? AND digest = ?");
                ResultSet run = runs.executeQuery()) {
            while (run.next()) {
                long time = Long.MIN_VALUE;
                long digest = Long.MIN_VALUE;
                for (int read = BATCH; read == BATCH; ) {
                    read = 0;
                    ofRun.setLong(1, run.getLong(1));
                    ofRun.setLong(2, time);
                    ofRun.setLong(3, time);
                    ofRun.setLong(4, digest);
                    try (ResultSet exceptions = ofRun.executeQuery()) {
                        while (exceptions.next()) {
                            read++;
                            time = exceptions.getLong(1);
                            digest = exceptions.getLong(2);
                            long[] entry = entry(connection, entries, exceptions.getString(3));
                            update.setLong(1, entry[0]);
                            update.setLong(2, entry[1]);
                            update.setLong(3, run.getLong(1));
                            update.setLong(4, time);
                            update.setLong(5, digest);
                            update.addBatch();
                        }
                    }
                    update.executeBatch();
                }
            }
        }
    }

    /** The ids of the text and of its group. */
    private static long[] entry(Connection connection, Map<String, long[]> entries, String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        String key = Arrays.toString(digest);
        long[] known = entries.get(key);
        if (known == null) {
            Cause cause = Cause.of(text);
            byte[] kind =
                    MessageDigest.getInstance("SHA-256").digest(cause.kind().getBytes(UTF_8));
            long group = id(
                    connection,
                    "exception_groups",
                    kind,
                    "(digest, root_cause, message) VALUES (?, ?, ?)",
                    cut(cause.exception(), 512),
                    cut(cause.message(), 4096));
            long id =
                    id(connection, "exception_texts", digest, "(digest, group_id, text) VALUES (?, ?, ?)", group, text);
            known = new long[] {id, group};
            entries.put(key, known);
        }
        return known;
    }

    private static long id(Connection connection, String table, byte[] digest, String insertion, Object... values)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + table + " " + insertion + " ON CONFLICT DO NOTHING");
                PreparedStatement select =
                        connection.prepareStatement("SELECT id FROM " + table + " WHERE digest = ?")) {
            insert.setBytes(1, digest);
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 2, values[i]);
            }
            insert.executeUpdate();
            select.setBytes(1, digest);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        // Not within a pair: PostgreSQL takes no half of one.
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    private static byte[] nameKey(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return bytes.length <= 200 ? bytes : Arrays.copyOf(bytes, 200);
    }

    /** The innermost cause of a stack trace; a text without an exception's class is all message. */
    private record Cause(String exception, String message) {
        private static final Pattern CAUSED_BY = Pattern.compile("(?m)^\\s*Caused by:\\s*");
        private static final Pattern CLASS =
                Pattern.compile("([\\w$]+(?:\\.[\\w$]+)+|[A-Z][\\w$]*(?:Exception|Error))\\b");
        private static final Pattern PARTICULARS = Pattern.compile(String.join(
                "|",
                "\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b",
                "'[^'\\n]*[/\\\\:\\d][^'\\n]*'",
                "\"[^\"\\n]*[/\\\\:\\d][^\"\\n]*\"",
                "@\\p{XDigit}{4,16}\\b",
                "\\b0x\\p{XDigit}+\\b",
                "\\b(?=\\p{XDigit}*\\d)\\p{XDigit}{8,}\\b",
                "\\d+"));

        static Cause of(String text) {
            int start = 0;
            Matcher causes = CAUSED_BY.matcher(text);
            while (causes.find()) {
                start = causes.end();
            }
            String innermost = text.substring(start).stripLeading();
            int end = innermost.indexOf('\n');
            String line = (end < 0 ? innermost : innermost.substring(0, end)).strip();
            Matcher exception = CLASS.matcher(line);
            if (!exception.lookingAt()) {
                return new Cause("", line);
            }
            String rest = line.substring(exception.end()).strip();
            return new Cause(
                    exception.group(), rest.startsWith(":") ? rest.substring(1).strip() : rest);
        }

        /** The class and the message without numbers and ids: exceptions alike in it are one group. */
        String kind() {
            return exception + '\n' + PARTICULARS.matcher(message).replaceAll("#");
        }
    }
}
