package io.jobledger.ledger.database;

/** What the databases do differently. */
public interface Dialect {
    /** To follow a table's name: that it is read by this index. Empty where the planner knows best. */
    String by(String index);

    /** That the column contains a text, given as {@link #contained}, in whatever case. */
    String contains(String column);

    /**
     * A text of which the first bytes are in a column of their own: taken from there where those are all of it, and a row is
     * not looked at whose index has them.
     *
     * @param key the column of the bytes, in UTF-8
     * @param length how many of them it has at most
     */
    default String text(String column, String key, int length) {
        return column;
    }

    /** The value for {@link #contains}. */
    default String contained(String text) {
        return "%" + literally(text) + "%";
    }

    /** A pattern of LIKE with {@code \\} for an escape that stands for this text. */
    static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** To end a subquery of EXISTS with, that is to be asked of each row, in the order in which the rows come. */
    String rowByRow();

    /** Whether {@link #by} is needed. */
    boolean needsIndexes();

    /** How many rows or keys a statement carries at most, where many are to be written or looked up. */
    int atOnce();

    /** Whether {@code (a, b) < (?, ?)} is a range of an index. */
    boolean comparesRowsByIndex();
}
