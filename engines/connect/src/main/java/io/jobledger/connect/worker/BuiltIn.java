package io.jobledger.connect.worker;

import java.util.List;
import org.apache.rocketmq.connect.file.FileSinkConnector;
import org.apache.rocketmq.connect.file.FileSourceConnector;
import org.apache.rocketmq.connect.file.FilterTransform;
import org.apache.rocketmq.connect.runtime.converter.record.ByteArrayConverter;
import org.apache.rocketmq.connect.runtime.converter.record.DoubleConverter;
import org.apache.rocketmq.connect.runtime.converter.record.FloatConverter;
import org.apache.rocketmq.connect.runtime.converter.record.IntegerConverter;
import org.apache.rocketmq.connect.runtime.converter.record.LongConverter;
import org.apache.rocketmq.connect.runtime.converter.record.ShortConverter;
import org.apache.rocketmq.connect.runtime.converter.record.StringConverter;
import org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter;

/** Lists the plugins that need no jar. They have the names that the real runtime and its sample give them. */
final class BuiltIn {
    private static final String LOCATION = "classpath";

    private BuiltIn() {}

    static List<Plugin> plugins() {
        return List.of(
                new Plugin(FileSinkConnector.class, "SINK", LOCATION),
                new Plugin(FileSourceConnector.class, "SOURCE", LOCATION),
                new Plugin(FilterTransform.class, "TRANSFORMATION", LOCATION),
                new Plugin(ByteArrayConverter.class, "CONVERTER", LOCATION),
                new Plugin(DoubleConverter.class, "CONVERTER", LOCATION),
                new Plugin(FloatConverter.class, "CONVERTER", LOCATION),
                new Plugin(IntegerConverter.class, "CONVERTER", LOCATION),
                new Plugin(LongConverter.class, "CONVERTER", LOCATION),
                new Plugin(ShortConverter.class, "CONVERTER", LOCATION),
                new Plugin(StringConverter.class, "CONVERTER", LOCATION),
                new Plugin(JsonConverter.class, "CONVERTER", LOCATION));
    }
}
