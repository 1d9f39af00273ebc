package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.sink.SinkTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/** Gives messages to a sink's task. A position is kept only after the task has flushed what lies before it. */
final class SinkRun extends TaskRun {
    private static final long IDLE_MILLIS = 100;

    private final Messages messages;
    private final int tasks;
    private final Map<MessageQueue, RecordPartition> queues = new LinkedHashMap<>();
    private final Map<RecordPartition, Long> next = new ConcurrentHashMap<>();
    private final Set<RecordPartition> pausedByTask = ConcurrentHashMap.newKeySet();
    private RecordMessages conversion;
    private List<Transform<ConnectRecord>> transforms;

    /** @param tasks how many tasks share the queues */
    SinkRun(
            TaskParts parts,
            KeyValue config,
            Positions positions,
            Settings settings,
            boolean paused,
            Messages messages,
            int tasks) {
        super(parts, config, positions, settings, paused);
        this.messages = messages;
        this.tasks = tasks;
    }

    @Override
    void open(Task<?> task) throws Exception {
        if (!(task instanceof SinkTask sink)) {
            throw new ConnectException(parts.type() + " is no sink task");
        }
        conversion = new RecordMessages(
                parts.converter(config, ConfigKeys.KEY_CONVERTER), parts.converter(config, ConfigKeys.VALUE_CONVERTER));
        transforms = parts.transforms(config);
        queues.clear();
        next.clear();
        pausedByTask.clear();
        for (String topic : config.getString(ConfigKeys.TOPICS, "").split("[,;]")) {
            if (!topic.isBlank()) {
                for (MessageQueue queue : messages.queues(topic.trim())) {
                    if (queue.getQueueId() % tasks == parts.number()) {
                        queues.put(queue, RecordMessages.partition(queue));
                    }
                }
            }
        }
        for (Map.Entry<MessageQueue, RecordPartition> each : queues.entrySet()) {
            RecordOffset stored = positions.readOffset(each.getValue());
            next.put(each.getValue(), stored == null ? messages.firstOffset(each.getKey()) : number(stored));
        }
        sink.init(new Context());
    }

    @Override
    void work(Task<?> task) throws Exception {
        while (goesOn()) {
            boolean found = false;
            for (Map.Entry<MessageQueue, RecordPartition> each : queues.entrySet()) {
                if (!pausedByTask.contains(each.getValue()) && goesOn()) {
                    found |= pass((SinkTask) task, each.getKey(), each.getValue());
                }
            }
            if (!found) {
                rest(IDLE_MILLIS);
            }
        }
    }

    /** Passes the next messages of one queue on. Returns false if there were none. */
    private boolean pass(SinkTask task, MessageQueue queue, RecordPartition partition) throws Exception {
        long offset = next.get(partition);
        PullResult result = messages.pull(queue, offset);
        long behind = result.getNextBeginOffset();
        if (result.getPullStatus() != PullStatus.FOUND) {
            // The broker deletes old messages: the offset may lie before the first one.
            next.replace(partition, offset, behind);
            return false;
        }
        List<ConnectRecord> records = new ArrayList<>();
        for (MessageExt message : result.getMsgFoundList()) {
            ConnectRecord each = TaskParts.transformed(transforms, conversion.record(message));
            if (each != null) {
                records.add(each);
            }
        }
        mayChange();
        if (!records.isEmpty()) {
            task.put(records);
        }
        Map<RecordPartition, RecordOffset> flushed = task.preCommit(Map.of(partition, RecordMessages.offset(behind)));
        mayChange();
        if (flushed != null && !flushed.isEmpty()) {
            positions.commit(flushed);
        }
        // Not if the task has set it back.
        next.replace(partition, offset, behind);
        return true;
    }

    private static long number(RecordOffset offset) {
        return Long.parseLong(String.valueOf(offset.getOffset().get("queueOffset")));
    }

    /** Tells the task about its connector, and lets it move in the queues. */
    private final class Context implements SinkTaskContext {

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

        @Override
        public void resetOffset(RecordPartition partition, RecordOffset offset) {
            next.replace(partition, number(offset));
        }

        @Override
        public void resetOffset(Map<RecordPartition, RecordOffset> offsets) {
            offsets.forEach(this::resetOffset);
        }

        @Override
        public void pause(List<RecordPartition> partitions) {
            pausedByTask.addAll(partitions);
        }

        @Override
        public void resume(List<RecordPartition> partitions) {
            partitions.forEach(pausedByTask::remove);
        }

        @Override
        public Set<RecordPartition> assignment() {
            return Set.copyOf(queues.values());
        }
    }
}
