package io.jobledger.ledger.database;

final class PostgresDialect implements Dialect {
    @Override
    public String by(String index) {
        return "";
    }

    @Override
    public String contains(String column) {
        return column + " ILIKE ? ESCAPE '\\'";
    }

    /** The planner may join otherwise. It takes one text to have few rows, and all texts to be few. */
    @Override
    public String rowByRow() {
        return " OFFSET 0";
    }

    @Override
    public boolean needsIndexes() {
        return false;
    }

    @Override
    public int atOnce() {
        return 64;
    }

    @Override
    public boolean comparesRowsByIndex() {
        return true;
    }
}
