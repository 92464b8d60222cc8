package io.warrenmq.mqtt.message;

import io.warrenmq.api.message.PercentEncoding;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Response topics as addresses of AMQP 1.0, {@code /exchanges/EXCHANGE/KEY}, and as routing keys.
 * Immutable.
 */
public final class ReplyTopics {
  private final String prefix;
  private final UnaryOperator<String> keyOf;
  private final UnaryOperator<String> topicOf;

  /**
   * Those of one broker.
   *
   * @param exchange to which topics are published
   * @param keyOf the routing key of a topic
   * @param topicOf the topic of a routing key
   */
  public ReplyTopics(String exchange, UnaryOperator<String> keyOf, UnaryOperator<String> topicOf) {
    this.prefix = "/exchanges/" + PercentEncoding.encode(exchange) + "/";
    this.keyOf = keyOf;
    this.topicOf = topicOf;
  }

  String key(String topic) {
    return keyOf.apply(topic);
  }

  String topic(String key) {
    return topicOf.apply(key);
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
