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

    /** Else its planner may join, and takes one text that is asked for to have few rows, and all to be few. */
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
