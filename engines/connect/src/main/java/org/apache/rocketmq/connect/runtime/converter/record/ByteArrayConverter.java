package org.apache.rocketmq.connect.runtime.converter.record;

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;

/** Passes bytes on as they are. */
public final class ByteArrayConverter implements RecordConverter {

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return (byte[]) value;
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return new SchemaAndValue(SchemaBuilder.bytes().build(), value);
    }
}
