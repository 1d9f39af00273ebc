package org.apache.rocketmq.connect.runtime.converter.record;

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import java.nio.ByteBuffer;

/** Writes a number as a big-endian Long. */
public final class LongConverter implements RecordConverter {

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return value == null
                ? null
                : ByteBuffer.allocate(Long.BYTES)
                        .putLong(((Number) value).longValue())
                        .array();
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return new SchemaAndValue(
                SchemaBuilder.int64().build(),
                value == null ? null : ByteBuffer.wrap(value).getLong());
    }
}
