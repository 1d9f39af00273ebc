package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.file.Path;

/** Reads what the file connectors' configs say. */
final class FileKeys {
    static final String FILENAME = "filename";

    private FileKeys() {}

    static Path filename(KeyValue config) {
        String name = config.getString(FILENAME);
        if (name == null || name.isBlank()) {
            throw new ConnectException("Request config key: " + FILENAME);
        }
        return Path.of(name);
    }
}
