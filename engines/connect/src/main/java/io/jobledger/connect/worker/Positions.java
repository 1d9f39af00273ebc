package io.jobledger.connect.worker;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps how far one connector has come, in a file that outlives the process and the connector's stop. */
final class Positions implements OffsetStorageReader {

    /** A position under the sorted JSON of its partition: numbers read from the file may differ in type. */
    private record Position(Map<String, ?> partition, Map<String, ?> offset) {}

    private final Path file;
    private final Map<String, Position> positions = new LinkedHashMap<>();

    Positions(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (Object each : JSON.parseArray(Files.readString(file))) {
                JSONObject position = (JSONObject) each;
                put(position.getJSONObject("partition"), position.getJSONObject("offset"));
            }
        }
    }

    /** Returns once the file has the positions. */
    synchronized void commit(Map<RecordPartition, RecordOffset> offsets) throws IOException {
        offsets.forEach((partition, offset) -> put(partition.getPartition(), offset.getOffset()));
        StateFile.write(file, JSON.toJSONString(documents()));
    }

    synchronized List<Map<String, Object>> documents() {
        List<Map<String, Object>> documents = new ArrayList<>();
        positions
                .values()
                .forEach(each -> documents.add(Map.of("partition", each.partition(), "offset", each.offset())));
        return documents;
    }

    @Override
    public synchronized RecordOffset readOffset(RecordPartition partition) {
        Position position = positions.get(key(partition.getPartition()));
        return position == null ? null : new RecordOffset(position.offset());
    }

    @Override
    public Map<RecordPartition, RecordOffset> readOffsets(Collection<RecordPartition> partitions) {
        Map<RecordPartition, RecordOffset> offsets = new HashMap<>();
        for (RecordPartition partition : partitions) {
            RecordOffset offset = readOffset(partition);
            if (offset != null) {
                offsets.put(partition, offset);
            }
        }
        return offsets;
    }

    private void put(Map<String, ?> partition, Map<String, ?> offset) {
        positions.put(key(partition), new Position(partition, offset));
    }

    private static String key(Map<String, ?> partition) {
        return JSON.toJSONString(new TreeMap<>(partition));
    }
}
