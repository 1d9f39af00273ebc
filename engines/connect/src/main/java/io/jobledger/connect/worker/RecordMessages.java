package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Turns records into messages and back.
 *
 * @param key for the records' keys
 * @param value for the records' data
 */
record RecordMessages(RecordConverter key, RecordConverter value) {
    private static final String EXTENSION = "connect-ext-";
    private static final String TIMESTAMP = "connect-timestamp";

    /** Marks a message for a record whose data is empty. The broker refuses a message without a body. */
    private static final String EMPTY = "connect-empty";

    Message message(String topic, ConnectRecord given) {
        KeyValue extensions = given.getExtensions() == null ? new DefaultKeyValue() : given.getExtensions();
        byte[] body = value.fromConnectData(topic, extensions, given.getSchema(), given.getData());
        Message message = new Message(topic, body);
        if (body == null || body.length == 0) {
            message.setBody(new byte[1]);
            message.putUserProperty(EMPTY, body == null ? "null" : "empty");
        }
        byte[] keys = given.getKey() == null
                ? null
                : key.fromConnectData(topic, extensions, given.getKeySchema(), given.getKey());
        if (keys != null && keys.length > 0) {
            message.setKeys(new String(keys, StandardCharsets.UTF_8));
        }
        if (given.getTimestamp() != null) {
            message.putUserProperty(TIMESTAMP, given.getTimestamp().toString());
        }
        for (String name : extensions.keySet()) {
            String text = extensions.getString(name);
            if (!name.equals("topic") && text != null && !text.isEmpty()) {
                message.putUserProperty(EXTENSION + name, text);
            }
        }
        return message;
    }

    ConnectRecord record(MessageExt message) {
        KeyValue extensions = new DefaultKeyValue();
        message.getProperties().forEach((name, text) -> {
            if (name.startsWith(EXTENSION)) {
                extensions.put(name.substring(EXTENSION.length()), text);
            }
        });
        String empty = message.getUserProperty(EMPTY);
        byte[] body = empty == null ? message.getBody() : empty.equals("null") ? null : new byte[0];
        SchemaAndValue data = value.toConnectData(message.getTopic(), extensions, body);
        String keys = message.getProperty(MessageConst.PROPERTY_KEYS);
        SchemaAndValue named = keys == null
                ? SchemaAndValue.NULL
                : key.toConnectData(message.getTopic(), extensions, keys.getBytes(StandardCharsets.UTF_8));
        String timestamp = message.getUserProperty(TIMESTAMP);
        ConnectRecord made = new ConnectRecord(
                partition(new MessageQueue(message.getTopic(), message.getBrokerName(), message.getQueueId())),
                offset(message.getQueueOffset()),
                timestamp == null ? Long.valueOf(message.getBornTimestamp()) : Long.valueOf(timestamp),
                named.schema(),
                named.value(),
                data.schema(),
                data.value());
        made.setExtensions(extensions);
        return made;
    }

    static RecordPartition partition(MessageQueue queue) {
        return new RecordPartition(Map.of(
                "topic", queue.getTopic(),
                "brokerName", "connect",
                "queueId", Integer.toString(queue.getQueueId())));
    }

    static RecordOffset offset(long offset) {
        return new RecordOffset(Map.of("queueOffset", Long.toString(offset)));
    }
}
