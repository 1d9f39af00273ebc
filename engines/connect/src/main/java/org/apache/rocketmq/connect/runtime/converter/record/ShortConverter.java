package org.apache.rocketmq.connect.runtime.converter.record;

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import java.nio.ByteBuffer;

/** Writes a number as a big-endian Short. */
public final class ShortConverter implements RecordConverter {

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return value == null
                ? null
                : ByteBuffer.allocate(Short.BYTES)
                        .putShort(((Number) value).shortValue())
                        .array();
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return new SchemaAndValue(
                SchemaBuilder.int16().build(),
                value == null ? null : ByteBuffer.wrap(value).getShort());
    }
}
