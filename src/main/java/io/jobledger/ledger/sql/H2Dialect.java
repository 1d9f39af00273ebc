package io.jobledger.ledger.sql;

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
    public boolean needsIndexes() {
        return true;
    }

    /** It would parse each of these statements anew. */
    @Override
    public int rowsPerInsert() {
        return 1;
    }

    @Override
    public boolean comparesRowsByIndex() {
        return false;
    }
}
