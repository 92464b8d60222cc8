package io.warrenmq.mqtt.connection;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.mqtt.message.MqttFormat;
import io.warrenmq.mqtt.message.ReplyTopics;
import io.warrenmq.mqtt.retained.RetainedMessages;
import io.warrenmq.mqtt.session.SessionRegistry;
import io.warrenmq.mqtt.topic.TopicKeys;

/**
 * What all connections of a broker share. Immutable.
 *
 * @param options the settings
 * @param broker its front door
 * @param keys topics as routing keys
 * @param format of its messages
 * @param sessions who has which session
 * @param retained the retained messages
 * @param shares the shared subscriptions
 * @param ends takes sessions away
 */
record Node(
    MqttOptions options,
    BrokerAccess broker,
    TopicKeys keys,
    MqttFormat format,
    SessionRegistry sessions,
    RetainedMessages retained,
    SharedSubscriptions shares,
    SessionEnd ends) {
  private static final int RETAINED_COUNT_MAX = 1_000_000;
  private static final long RETAINED_BYTES_MAX = 256L << 20;

  static Node of(MqttOptions options, BrokerAccess broker, TopicKeys keys, MqttFormat format) {
    SharedSubscriptions shares = new SharedSubscriptions();
    SessionEnd end = new SessionEnd(broker, shares);
    return new Node(
        options,
        broker,
        keys,
        format,
        new SessionRegistry(end::remove),
        new RetainedMessages(RETAINED_COUNT_MAX, RETAINED_BYTES_MAX),
        shares,
        end);
  }

  static MqttFormat format(MqttOptions options, TopicKeys keys) {
    return new MqttFormat(new ReplyTopics(options.exchange(), keys));
  }
}
