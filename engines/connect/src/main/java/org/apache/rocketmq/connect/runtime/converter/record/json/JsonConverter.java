package org.apache.rocketmq.connect.runtime.converter.record.json;

import com.alibaba.fastjson2.JSON;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;

/** Writes a value as JSON, without its schema. */
public final class JsonConverter implements RecordConverter {

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        return value == null ? null : JSON.toJSONBytes(value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        return new SchemaAndValue(null, value == null ? null : JSON.parse(value));
    }
}
