package io.jobledger.ledger.sql;

final class PostgresDialect implements Dialect {
    @Override
    public String by(String index) {
        return "";
    }

    @Override
    public String contains(String column) {
        return column + " ILIKE ? ESCAPE '\\'";
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
