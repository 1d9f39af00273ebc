package io.jobledger.ledger.documents;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Holds one part of a chunk of documents, as the table has it; see {@link Chunks}. */
@MappedEntity("document_chunks")
public record ChunkRow(
        @Id long runId, @Id byte[] firstPath, @Id int part, int codec, int rawSize, byte[] data) {}
