package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.PercentEncoding;
import io.warrenmq.mqtt.topic.TopicKeys;
import org.jspecify.annotations.Nullable;

/**
 * Response topics as addresses of AMQP 1.0, {@code /exchanges/EXCHANGE/KEY}, and as routing keys.
 * Immutable.
 */
public final class ReplyTopics {
  private final String prefix;
  private final TopicKeys keys;

  /**
   * Those of one broker.
   *
   * @param exchange to which topics are published
   * @param keys the routing keys of topics
   */
  public ReplyTopics(String exchange, TopicKeys keys) {
    this.prefix = "/exchanges/" + PercentEncoding.encode(exchange) + "/";
    this.keys = keys;
  }

  String key(String topic) {
    return keys.keyOfTopic(topic);
  }

  /** The topic of a routing key; {@code null} when there is none. */
  @Nullable String topic(String key) {
    return keys.topicOfKey(key);
  }

  String address(String topic) {
    return prefix + PercentEncoding.encode(key(topic));
  }

  /** The topic of an address; {@code null} when it leads elsewhere. */
  @Nullable String topicAt(String address) {
    if (!address.startsWith(prefix)) {
      return null;
    }
    String key = PercentEncoding.decode(address.substring(prefix.length()));
    return key == null ? null : topic(key);
  }
}
