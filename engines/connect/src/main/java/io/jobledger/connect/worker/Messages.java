package io.jobledger.connect.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.topic.TopicValidator;

/** Sends messages to the broker and reads them, for all tasks together. */
final class Messages {
    private static final String GROUP = "connect-worker";
    private static final int BATCH = 256;

    private final EmbeddedBroker broker;
    private final DefaultMQProducer producer = new DefaultMQProducer(GROUP);

    @SuppressWarnings(
            "deprecation") // The worker keeps the positions and spreads the queues: no other client allows both.
    private final DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(GROUP);

    Messages(EmbeddedBroker broker) throws MQClientException {
        this.broker = broker;
        producer.setNamesrvAddr(broker.nameServer());
        producer.start();
        consumer.setNamesrvAddr(broker.nameServer());
        consumer.start();
    }

    /**
     * Returns a topic's queues in the order of their numbers. It makes the topic if it lacks.
     *
     * @throws IllegalArgumentException if no topic can have the name
     */
    List<MessageQueue> queues(String topic) throws MQClientException {
        TopicValidator.ValidateResult valid = TopicValidator.validateTopic(topic);
        if (!valid.isValid() || TopicValidator.isSystemTopic(topic)) {
            throw new IllegalArgumentException("No topic can have the name '" + topic + "': " + valid.getRemark());
        }
        broker.topic(topic);
        List<MessageQueue> queues = new ArrayList<>(producer.fetchPublishMessageQueues(topic));
        queues.sort(Comparator.comparingInt(MessageQueue::getQueueId));
        return queues;
    }

    /** Returns once the broker has stored the messages, which are all for one queue. */
    void send(List<Message> messages, MessageQueue queue) throws Exception {
        SendResult result =
                messages.size() == 1 ? producer.send(messages.get(0), queue) : producer.send(messages, queue);
        if (result.getSendStatus() != SendStatus.SEND_OK && result.getSendStatus() != SendStatus.SLAVE_NOT_AVAILABLE) {
            throw new IllegalStateException("The broker has not stored the messages: " + result.getSendStatus());
        }
    }

    /** Returns what the queue has from the offset on; it does not wait for more. */
    PullResult pull(MessageQueue queue, long offset) throws Exception {
        return consumer.pull(queue, "*", offset, BATCH);
    }

    long firstOffset(MessageQueue queue) throws MQClientException {
        return consumer.minOffset(queue);
    }

    void stop() {
        producer.shutdown();
        consumer.shutdown();
    }
}
