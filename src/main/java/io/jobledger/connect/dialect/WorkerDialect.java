package io.jobledger.connect.dialect;

/** Names the dialects that a worker may speak. */
public enum WorkerDialect {
    /** That of 2019: text. */
    TEXT,

    /** The current one: JSON. */
    JSON
}
