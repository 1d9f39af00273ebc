package io.jobledger.ledger.database;

final class H2Dialect implements Dialect {
    /** Its planner guesses from how many values a column has, and takes one index for as good as another. */
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

    /** A statement costs no way to a server; longer ones it parses anew each time, and of many keys it uses no index. */
    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public boolean comparesRowsByIndex() {
        return false;
    }
}
