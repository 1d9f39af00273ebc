package io.jobledger.ledger.database;

final class H2Dialect implements Dialect {
    /** H2's planner guesses from the number of values of a column, and takes one index for as good as another. */
    @Override
    public String by(String index) {
        return " USE INDEX (" + index + ")";
    }

    @Override
    public String contains(String column) {
        return column + " ILIKE ? ESCAPE '\\'";
    }

    @Override
    public String text(String column, String key, int length) {
        return "CASE WHEN OCTET_LENGTH(" + key + ") < " + length + " THEN UTF8TOSTRING(" + key + ") ELSE " + column
                + " END";
    }

    @Override
    public String rowByRow() {
        return "";
    }

    @Override
    public boolean needsIndexes() {
        return true;
    }

    /** A statement costs no way to a server. H2 parses long ones anew each time, and uses no index for many keys. */
    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public boolean comparesRowsByIndex() {
        return false;
    }
}
