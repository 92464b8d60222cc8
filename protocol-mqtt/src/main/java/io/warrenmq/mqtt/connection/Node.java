package io.warrenmq.mqtt.connection;

import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.Message;
import io.warrenmq.mqtt.message.MqttFormat;
import io.warrenmq.mqtt.message.ReplyTopics;
import io.warrenmq.mqtt.retained.RetainedMessages;
import io.warrenmq.mqtt.session.SessionLimit;
import io.warrenmq.mqtt.session.SessionRegistry;
import io.warrenmq.mqtt.store.MqttStore;
import io.warrenmq.mqtt.store.StoredMessage;
import io.warrenmq.mqtt.sys.SysTopics;
import io.warrenmq.mqtt.topic.TopicKeys;
import java.util.List;

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
 * @param kept the room for messages that sessions keep
 * @param limit how many sessions may outlive their connections
 * @param store what is kept over restarts
 * @param sys what is counted, and the topics that say it
 */
record Node(
    MqttOptions options,
    BrokerAccess broker,
    TopicKeys keys,
    MqttFormat format,
    SessionRegistry sessions,
    RetainedMessages retained,
    SharedSubscriptions shares,
    SessionEnd ends,
    KeptBytes kept,
    SessionLimit limit,
    MqttStore store,
    SysTopics sys) {
  private static final String CLIENT_ID = "x-opt-mqtt-client-id"; // the annotation, RabbitMQ's
  private static final long S_MS = 1_000;
  private static final long KEPT_BYTES_MAX = 64L << 20;

  static Node of(
      MqttOptions options,
      BrokerAccess broker,
      TopicKeys keys,
      MqttFormat format,
      MqttStore store) {
    SharedSubscriptions shares = new SharedSubscriptions();
    KeptBytes kept = new KeptBytes(KEPT_BYTES_MAX);
    SessionLimit limit = new SessionLimit(options.sessionsMax(), options.sessionsPerVhostMax());
    SysTopics sys = new SysTopics(broker.loops());
    SessionEnd end = new SessionEnd(broker, shares, kept, limit, store.sessions(), sys);
    return new Node(
        options,
        broker,
        keys,
        format,
        new SessionRegistry(end::expire, end::remove),
        new RetainedMessages(
            store.retained(), options.retainedCountMax(), options.retainedBytesMax()),
        shares,
        end,
        kept,
        limit,
        store,
        sys);
  }

  /**
   * A message that is published now, to the exchange that topics are on.
   *
   * @param loop the caller's
   * @param expiry in seconds; −1 for none
   */
  Message published(Loop loop, byte[] bytes, int headerLength, int qos, long expiry, String key) {
    long ttlMs = expiry < 0 ? Message.NO_TTL : expiry * S_MS;
    return message(bytes, headerLength, qos > 0, ttlMs, loop.clock().wallMs(), key);
  }

  /** The message, and if it is to say so, the client that has published it. */
  Message by(String clientId, Message message) {
    return options.showsClientId()
        ? message.annotate(message.annotations().with(CLIENT_ID, clientId))
        : message;
  }

  private Message message(
      byte[] bytes, int headerLength, boolean durable, long ttlMs, long receivedMs, String key) {
    return new Message(
        format,
        bytes,
        headerLength,
        durable,
        Message.NO_PRIORITY,
        ttlMs,
        receivedMs,
        options.exchange(),
        key,
        List.of());
  }

  /** A message of the broker's former life. */
  Message restored(String topic, StoredMessage stored) {
    return message(
        stored.bytes(),
        stored.headerLength(),
        stored.isDurable(),
        stored.ttlMs(),
        stored.receivedMs(),
        keys.keyOfTopic(topic));
  }

  /** A vhost has gone: its retained messages and sessions go too. Any loop. */
  void forget(String vhost) {
    retained.removeAll(vhost);
    sessions.removeAll(vhost);
  }

  static MqttFormat format(MqttOptions options, TopicKeys keys) {
    return new MqttFormat(new ReplyTopics(options.exchange(), keys));
  }
}
