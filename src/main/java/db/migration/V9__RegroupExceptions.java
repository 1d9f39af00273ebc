package db.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/**
 * Groups recorded exceptions anew by their root causes. Earlier versions took a class without a package for a part of the
 * message, and causes of suppressed exceptions for root causes.
 *
 * <p>It calls no code of the service: a released migration computes the same for good, whatever the service does later.
 * Groups that no text is in any more stay: another service may know their ids.
 */
public class V9__RegroupExceptions extends BaseJavaMigration {
    /** The number of texts that are in memory at once, each of 512 KiB at most. */
    private static final int BATCH = 50;

    private static final int LONGEST_MESSAGE = 4096;
    private static final int LONGEST_CLASS = 512;

    @Override
    public void migrate(Context context) throws Exception {
        Connection connection = context.getConnection();
        Map<Long, Set<Long>> moved = moveTexts(connection);
        if (!moved.isEmpty()) {
            countAnew(connection, moved);
        }
    }

    /** @return the groups that texts were moved from, each with those that they were moved to */
    private static Map<Long, Set<Long>> moveTexts(Connection connection) throws Exception {
        Map<Long, Set<Long>> moved = new HashMap<>();
        try (PreparedStatement page = connection.prepareStatement(
                        "SELECT t.id, t.text, t.group_id, g.digest FROM exception_texts t JOIN exception_groups g"
                                + " ON g.id = t.group_id WHERE t.id > ? ORDER BY t.id LIMIT " + BATCH);
                PreparedStatement text =
                        connection.prepareStatement("UPDATE exception_texts SET group_id = ? WHERE id = ?");
                PreparedStatement exceptions =
                        connection.prepareStatement("UPDATE exceptions SET group_id = ? WHERE text_id = ?")) {
            long last = Long.MIN_VALUE;
            for (int read = BATCH; read == BATCH; ) {
                read = 0;
                Map<Long, Long> groups = new HashMap<>();
                page.setLong(1, last);
                try (ResultSet texts = page.executeQuery()) {
                    while (texts.next()) {
                        read++;
                        last = texts.getLong(1);
                        Cause cause = Cause.of(texts.getString(2));
                        byte[] digest = sha256(cause.kind());
                        if (!MessageDigest.isEqual(digest, texts.getBytes(4))) {
                            long group = group(connection, digest, cause);
                            groups.put(last, group);
                            moved.computeIfAbsent(texts.getLong(3), from -> new HashSet<>())
                                    .add(group);
                        }
                    }
                }
                for (Map.Entry<Long, Long> move : groups.entrySet()) {
                    for (PreparedStatement update : new PreparedStatement[] {text, exceptions}) {
                        update.setLong(1, move.getValue());
                        update.setLong(2, move.getKey());
                        update.executeUpdate();
                    }
                }
            }
        }
        return moved;
    }

    private static long group(Connection connection, byte[] digest, Cause cause) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO exception_groups (digest, root_cause, message) VALUES (?, ?, ?)"
                                + " ON CONFLICT DO NOTHING");
                PreparedStatement select =
                        connection.prepareStatement("SELECT id FROM exception_groups WHERE digest = ?")) {
            insert.setBytes(1, digest);
            insert.setString(2, cut(cause.exception(), LONGEST_CLASS));
            insert.setString(3, cut(cause.message(), LONGEST_MESSAGE));
            insert.executeUpdate();
            select.setBytes(1, digest);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Counts the exceptions of all changed groups. Times of runs that are deleted since are known of whole groups alone:
     * a group that was divided keeps those of its rows.
     */
    private static void countAnew(Connection connection, Map<Long, Set<Long>> moved) throws SQLException {
        Set<Long> changed = new HashSet<>(moved.keySet());
        moved.values().forEach(changed::addAll);
        Map<Long, Map<Integer, long[]>> seen = new HashMap<>();
        for (long group : changed) {
            seen.put(group, takeCounts(connection, group));
        }
        try (PreparedStatement count = connection.prepareStatement(
                "INSERT INTO exception_counts (group_id, cluster_id, exceptions, jobs, first_seen, last_seen)"
                        + " SELECT e.group_id, j.cluster_id, COUNT(*), COUNT(DISTINCT e.run_id), MIN(e.time),"
                        + " MAX(e.time) FROM exceptions e JOIN jobs j ON j.id = e.run_id WHERE e.group_id = ?"
                        + " GROUP BY e.group_id, j.cluster_id")) {
            for (long group : changed) {
                count.setLong(1, group);
                count.executeUpdate();
            }
        }
        for (long group : changed) {
            Set<Long> to = moved.getOrDefault(group, Set.of());
            boolean empty = !to.isEmpty() && isEmpty(connection, group);
            if (to.isEmpty() || empty && to.size() == 1) {
                widen(connection, to.isEmpty() ? group : to.iterator().next(), seen.get(group));
            }
        }
    }

    /** Deletes the counts of a group, and returns when it was first and last seen, by cluster. */
    private static Map<Integer, long[]> takeCounts(Connection connection, long group) throws SQLException {
        Map<Integer, long[]> seen = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT cluster_id, first_seen, last_seen FROM exception_counts WHERE group_id = ?");
                PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM exception_counts WHERE group_id = ?")) {
            select.setLong(1, group);
            try (ResultSet counts = select.executeQuery()) {
                while (counts.next()) {
                    seen.put(counts.getInt(1), new long[] {counts.getLong(2), counts.getLong(3)});
                }
            }
            delete.setLong(1, group);
            delete.executeUpdate();
        }
        return seen;
    }

    private static boolean isEmpty(Connection connection, long group) throws SQLException {
        try (PreparedStatement any =
                connection.prepareStatement("SELECT 1 FROM exception_texts WHERE group_id = ? LIMIT 1")) {
            any.setLong(1, group);
            try (ResultSet row = any.executeQuery()) {
                return !row.next();
            }
        }
    }

    private static void widen(Connection connection, long group, Map<Integer, long[]> seen) throws SQLException {
        try (PreparedStatement widen = connection.prepareStatement(
                "UPDATE exception_counts SET first_seen = LEAST(first_seen, ?), last_seen = GREATEST(last_seen, ?)"
                        + " WHERE group_id = ? AND cluster_id = ?")) {
            for (Map.Entry<Integer, long[]> ofCluster : seen.entrySet()) {
                widen.setLong(1, ofCluster.getValue()[0]);
                widen.setLong(2, ofCluster.getValue()[1]);
                widen.setLong(3, group);
                widen.setInt(4, ofCluster.getKey());
                widen.executeUpdate();
            }
        }
    }

    private static byte[] sha256(String text) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        // Not within a pair: PostgreSQL takes no half of one.
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** The innermost cause of a stack trace; a text without an exception's class is all message. */
    private record Cause(String exception, String message) {
        private static final Pattern BRANCH = Pattern.compile("(?m)^([ \\t]*)(Caused by|Suppressed):[ \\t]*");
        private static final String CIRCULAR = "[CIRCULAR REFERENCE:";
        private static final Pattern FRAME = Pattern.compile("(?m)^[ \\t]+(?:at \\S|\\.\\.\\. \\d+ )");
        private static final String PART = "\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}/-]*";
        private static final Pattern CLASS = Pattern.compile(PART + "(?:\\." + PART + ")*+");
        private static final Pattern CAMEL = Pattern.compile("\\$|\\p{Ll}.*\\p{Lu}");
        private static final Pattern LEADING_CLASS =
                Pattern.compile("([\\w$]+(?:\\.[\\w$]+)++|[A-Z][\\w$]*(?:Exception|Error))\\b");
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
            int suppressed = Integer.MAX_VALUE;
            Matcher branch = BRANCH.matcher(text);
            while (branch.find()) {
                int indent = branch.group(1).length();
                if (branch.group(2).equals("Suppressed")) {
                    suppressed = indent > 0 ? Math.min(suppressed, indent) : suppressed;
                } else if (indent < suppressed && !text.startsWith(CIRCULAR, branch.end())) {
                    start = branch.end();
                    suppressed = Integer.MAX_VALUE;
                }
            }
            String innermost = text.substring(start).stripLeading();
            int end = innermost.indexOf('\n');
            String line = (end < 0 ? innermost : innermost.substring(0, end)).strip();
            return of(line, start > 0 || FRAME.matcher(innermost).find());
        }

        private static Cause of(String line, boolean trace) {
            int colon = (line + ' ').indexOf(": ");
            String head = colon < 0 ? line : line.substring(0, colon);
            if (CLASS.matcher(head).matches() && (trace || looksLikeClass(head, colon < 0))) {
                return new Cause(
                        head, colon < 0 ? "" : line.substring(colon + 1).strip());
            }
            Matcher leading = LEADING_CLASS.matcher(line);
            if (!leading.lookingAt()) {
                return new Cause("", line);
            }
            String rest = line.substring(leading.end()).strip();
            return new Cause(
                    leading.group(), rest.startsWith(":") ? rest.substring(1).strip() : rest);
        }

        /** Returns whether it is a class without a stack trace; one word may as well be a message. */
        private static boolean looksLikeClass(String head, boolean alone) {
            return head.indexOf('.') > 0
                    || !Character.isLowerCase(head.codePointAt(0))
                            && (!alone || CAMEL.matcher(head).find());
        }

        /** The class and the message without numbers and ids: exceptions alike in it are one group. */
        String kind() {
            return exception
                    + '\n'
                    + PARTICULARS.matcher(cut(message, LONGEST_MESSAGE)).replaceAll("#");
        }
    }
}
