package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.component.task.source.SourceTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;

/** Sends what a source's task reads. A position is kept only after the broker has what lies before it. */
final class SourceRun extends TaskRun {

    /** In bytes, far below the 4 MB that a request to the broker may have. */
    private static final int BATCH_BYTES = 512 * 1024;

    private static final int BATCH_MESSAGES = 500;
    private static final long IDLE_MILLIS = 50;

    private final Messages messages;
    private final Map<String, List<MessageQueue>> queues = new HashMap<>();
    private RecordMessages conversion;
    private List<Transform<ConnectRecord>> transforms;

    SourceRun(
            TaskParts parts,
            KeyValue config,
            Positions positions,
            Settings settings,
            boolean paused,
            Messages messages) {
        super(parts, config, positions, settings, paused);
        this.messages = messages;
    }

    @Override
    void open(Task<?> task) throws Exception {
        if (!(task instanceof SourceTask source)) {
            throw new ConnectException(parts.type() + " is no source task");
        }
        conversion = new RecordMessages(
                parts.converter(config, ConfigKeys.KEY_CONVERTER), parts.converter(config, ConfigKeys.VALUE_CONVERTER));
        transforms = parts.transforms(config);
        source.init(new Context());
    }

    @Override
    void work(Task<?> task) throws Exception {
        SourceTask source = (SourceTask) task;
        while (goesOn()) {
            List<ConnectRecord> records = source.poll();
            if (records == null || records.isEmpty()) {
                rest(IDLE_MILLIS);
            } else {
                send(records);
                mayChange();
                keep(records);
                records.forEach(each -> source.commit(each, Map.of()));
                source.commit();
            }
        }
    }

    private void send(List<ConnectRecord> records) throws Exception {
        Map<MessageQueue, List<Message>> batches = new LinkedHashMap<>();
        Map<MessageQueue, Integer> sizes = new HashMap<>();
        for (ConnectRecord given : records) {
            RecordPartition from = given.getPosition().getPartition();
            ConnectRecord each = TaskParts.transformed(transforms, given);
            if (each != null) {
                String topic = topic(each);
                MessageQueue queue = queue(topic, from);
                Message message = conversion.message(topic, each);
                List<Message> batch = batches.computeIfAbsent(queue, any -> new ArrayList<>());
                int size = sizes.getOrDefault(queue, 0) + message.getBody().length;
                if (!batch.isEmpty() && (size > BATCH_BYTES || batch.size() == BATCH_MESSAGES)) {
                    sendNow(batch, queue);
                    batch.clear();
                    size = message.getBody().length;
                }
                batch.add(message);
                sizes.put(queue, size);
            }
        }
        for (Map.Entry<MessageQueue, List<Message>> batch : batches.entrySet()) {
            sendNow(batch.getValue(), batch.getKey());
        }
    }

    private void sendNow(List<Message> batch, MessageQueue queue) throws Exception {
        mayChange();
        messages.send(batch, queue);
    }

    private void keep(List<ConnectRecord> records) throws Exception {
        Map<RecordPartition, RecordOffset> last = new LinkedHashMap<>();
        for (ConnectRecord each : records) {
            if (each.getPosition().getOffset() != null) {
                last.put(each.getPosition().getPartition(), each.getPosition().getOffset());
            }
        }
        positions.commit(last);
    }

    private String topic(ConnectRecord each) {
        String own = each.getExtensions() == null ? null : each.getExtension("topic");
        String topic = own == null || own.isBlank() ? config.getString(ConfigKeys.TOPIC) : own;
        if (topic == null || topic.isBlank()) {
            throw new ConnectException("Request config key: " + ConfigKeys.TOPIC);
        }
        return topic;
    }

    /** Sends all of one partition to one queue, so that its order stays. */
    private MessageQueue queue(String topic, RecordPartition partition) throws Exception {
        List<MessageQueue> all = queues.get(topic);
        if (all == null) {
            all = messages.queues(topic);
            queues.put(topic, all);
        }
        int hash = partition == null ? 0 : partition.getPartition().hashCode();
        return all.get(Math.floorMod(hash, all.size()));
    }

    /** Tells the task about its connector. */
    private final class Context implements SourceTaskContext {

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return positions;
        }

        @Override
        public String getConnectorName() {
            return parts.connector();
        }

        @Override
        public String getTaskName() {
            return parts.taskName();
        }

        @Override
        public KeyValue configs() {
            return config;
        }
    }
}
