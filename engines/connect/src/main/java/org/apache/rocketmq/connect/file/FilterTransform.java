package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;

/** Marks each record with {@code :filter}, as the sample of the real runtime does. */
public final class FilterTransform implements Transform<ConnectRecord> {

    @Override
    public ConnectRecord doTransform(ConnectRecord each) {
        each.setData(each.getData() + ":filter");
        return each;
    }

    @Override
    public void start(KeyValue config) {
        // Nothing can be set.
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
