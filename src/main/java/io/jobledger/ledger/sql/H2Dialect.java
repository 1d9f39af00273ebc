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

    @Override
    public boolean comparesRowsByIndex() {
        return false;
    }
}
