package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import java.util.List;

/** Writes each record as a line to the end of a file. The config names it by {@code filename}. */
public final class FileSinkConnector extends SinkConnector {
    private KeyValue config;

    @Override
    public void validate(KeyValue given) {
        FileKeys.filename(given);
    }

    @Override
    public void start(KeyValue given) {
        this.config = given;
    }

    @Override
    public void stop() {
        // The task has the file.
    }

    @Override
    public List<KeyValue> taskConfigs(int maxTasks) {
        return List.of(config);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return FileSinkTask.class;
    }
}
