package io.jobledger.ledger.database;

/** Holds the differences between the databases. */
public interface Dialect {
    /** Returns text to follow a table's name, so that this index is used. It is empty where the planner knows best. */
    String by(String index);

    /** Returns the condition that the column contains a text, given as {@link #contained}, in upper or lower case. */
    String contains(String column);

    /**
     * Returns an expression for a text column whose first {@code length} bytes are also in {@code key}. It reads {@code
     * key} when that holds the whole text, so that a covering index suffices.
     *
     * @param key the column of the bytes, in UTF-8
     * @param length how many bytes {@code key} has at most
     */
    default String text(String column, String key, int length) {
        return column;
    }

    /** Returns the value for {@link #contains}. */
    default String contained(String text) {
        return "%" + literally(text) + "%";
    }

    /** Returns a pattern of LIKE, with {@code \\} for an escape, that stands for this text. */
    static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** Returns the end of a subquery of EXISTS that is to run for each row, in their order. */
    String rowByRow();

    /** Returns whether {@link #by} is needed. */
    boolean needsIndexes();

    /** Returns how many rows or keys one statement carries at most, when many are written or looked up. */
    int atOnce();

    /** Returns whether {@code (a, b) < (?, ?)} is a range of an index. */
    boolean comparesRowsByIndex();
}
