package io.jobledger.ledger.imports;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Holds files of a directory that need not be read again, in 16 bytes each. */
@MappedEntity("imported_files")
record ImportedFilesRow(
        @Id @GeneratedValue @Nullable Long id,
        int directoryId,
        @Nullable Long importId,
        byte[] files) {}
