package io.warrenmq.management.prometheus;

import static io.warrenmq.management.prometheus.Group.PREFIX;

import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.metrics.SizeHistogram;
import io.warrenmq.core.queue.QueueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What went through the broker, by protocol and by type of queue. What RabbitMQ has a series of
 * from its start has one here, also of what there is none of: a dashboard shows 0 then, not
 * nothing.
 */
final class GlobalMetrics {
  private static final String NAME = "global_";
  private static final String CLASSIC = QueueType.CLASSIC.rabbitName();
  private static final String QUORUM = QueueType.QUORUM.rabbitName();
  private static final String STREAM = "rabbit_stream_queue";
  private static final String MQTT_QOS0 = "rabbit_mqtt_qos0_queue";
  private static final List<String> PROTOCOLS =
      List.of(
          "amqp091", "amqp10", "mqtt310", "mqtt311", "mqtt50", "stomp10", "stomp11", "stomp12",
          "stream");
  private static final String AT_MOST_ONCE = "at_most_once";
  private static final String AT_LEAST_ONCE = "at_least_once";
  private static final String DISABLED = "disabled";

  private static final List<String> STREAM_ERRORS =
      List.of(
          "stream_does_not_exist",
          "subscription_id_already_exists",
          "subscription_id_does_not_exist",
          "stream_already_exists",
          "stream_not_available",
          "sasl_mechanism_not_supported",
          "authentication_failure",
          "sasl_error",
          "sasl_challenge",
          "sasl_authentication_failure_loopback",
          "vhost_access_failure",
          "unknown_frame",
          "frame_too_large",
          "internal_error",
          "access_refused",
          "precondition_failed",
          "publisher_does_not_exist");

  private final Exposition out;
  private final Totals totals;
  private final Set<String> protocols = new LinkedHashSet<>(PROTOCOLS);

  /** Writes what was counted. */
  GlobalMetrics(Exposition out, Totals totals) {
    this.out = out;
    this.totals = totals;
    protocols.addAll(totals.protocols().keySet()); // a plugin's
  }

  /** Writes all. */
  void write() {
    writePublishing();
    writeConsuming();
    writeDeaths();
    writeStreamErrors();
    writeSizes();
  }

  // ---- by protocol ----

  private void writePublishing() {
    published("messages_received", "messages received from publishers", Counter.PUBLISHED);
    published(
        "messages_received_confirm",
        "messages received from publishers expecting confirmations",
        Counter.PUBLISHED_TO_CONFIRM);
    published("messages_confirmed", "messages confirmed to publishers", Counter.CONFIRMED);
    published("messages_routed", "messages routed to queues or streams", Counter.ROUTED);
    published(
        "messages_unroutable_dropped",
        "messages published as non-mandatory into an exchange and dropped as unroutable",
        Counter.DROPPED);
    published(
        "messages_unroutable_returned",
        "messages published as mandatory into an exchange and returned to the publisher as"
            + " unroutable",
        Counter.RETURNED);
    byProtocol(
        Family.gauge(NAME + "publishers", "Current number of publishers"),
        Totals.OfProtocol::publishers);
    byProtocol(
        Family.gauge(NAME + "consumers", "Current number of consumers"),
        Totals.OfProtocol::consumers);
  }

  private static Family counter(String name, String what) {
    return Family.counter(NAME + name + "_total", "Total number of " + what);
  }

  private void published(String name, String what, Counter counter) {
    byProtocol(counter(name, what), protocol -> protocol.published(counter));
  }

  private void byProtocol(Family family, ToDoubleFunction<Totals.OfProtocol> value) {
    if (out.begin(PREFIX, family)) {
      for (String protocol : protocols) {
        out.sample(Labels.of("protocol", protocol), value.applyAsDouble(totals.protocol(protocol)));
      }
    }
  }

  // ---- by protocol and type ----

  private void writeConsuming() {
    consumed(
        "messages_delivered",
        "messages delivered to consumers",
        Counter.DELIVERED,
        Counter.DELIVERED_SETTLED,
        Counter.GOT,
        Counter.GOT_SETTLED);
    consumed(
        "messages_delivered_consume_manual_ack",
        "messages delivered to consumers using basic.consume with manual acknowledgment",
        Counter.DELIVERED);
    consumed(
        "messages_delivered_consume_auto_ack",
        "messages delivered to consumers using basic.consume with automatic acknowledgment",
        Counter.DELIVERED_SETTLED);
    consumed(
        "messages_delivered_get_manual_ack",
        "messages delivered to consumers using basic.get with manual acknowledgment",
        Counter.GOT);
    consumed(
        "messages_delivered_get_auto_ack",
        "messages delivered to consumers using basic.get with automatic acknowledgment",
        Counter.GOT_SETTLED);
    consumed(
        "messages_get_empty", "times basic.get operations fetched no message", Counter.GET_EMPTY);
    consumed("messages_redelivered", "messages redelivered to consumers", Counter.REDELIVERED);
    consumed("messages_acknowledged", "messages acknowledged by consumers", Counter.ACKED);
  }

  private void consumed(String name, String what, Counter... counters) {
    if (!out.begin(PREFIX, counter(name, what))) {
      return;
    }
    for (String protocol : protocols) {
      for (String type : types(protocol)) {
        long sum = 0;
        QueueType ours = ours(type);
        for (Counter counter : counters) {
          sum += ours == null ? 0 : totals.protocol(protocol).consumed(ours, counter);
        }
        out.sample(Labels.of("protocol", protocol, "queue_type", type), sum);
      }
    }
  }

  /** The types that RabbitMQ has of a protocol, and all of ours. */
  private static Set<String> types(String protocol) {
    if (protocol.equals("stream")) {
      return Set.of(STREAM);
    }
    Set<String> types = new LinkedHashSet<>();
    for (QueueType type : QueueType.values()) {
      types.add(type.rabbitName());
    }
    types.add(protocol.startsWith("mqtt") ? MQTT_QOS0 : STREAM);
    return types;
  }

  private static @Nullable QueueType ours(String name) {
    for (QueueType type : QueueType.values()) {
      if (type.rabbitName().equals(name)) {
        return type;
      }
    }
    return null;
  }

  // ---- dead letters ----

  private void writeDeaths() {
    List<String> strategies = List.of(AT_MOST_ONCE, DISABLED);
    deaths("expired", "due to message TTL exceeded", Counter.EXPIRED, strategies, true);
    deaths("rejected", "due to basic.reject or basic.nack", Counter.REJECTED, strategies, true);
    deaths(
        "maxlen",
        "due to overflow drop-head or reject-publish-dlx",
        Counter.OVERFLOWED,
        strategies,
        false);
    deaths(
        "delivery_limit",
        "due to delivery-limit exceeded",
        Counter.RETURNED_TOO_OFTEN,
        List.of(),
        true);
    out.single(
        PREFIX,
        counter(
            "messages_dead_lettered_confirmed",
            "messages dead-lettered and confirmed by target queues"),
        death(QUORUM, AT_LEAST_ONCE),
        0);
  }

  private static byte[] death(String type, String strategy) {
    return Labels.of("queue_type", type, "dead_letter_strategy", strategy);
  }

  /**
   * The deaths for one reason.
   *
   * @param ofClassic the strategies that classic queues have for it
   * @param atLeastOnce whether quorum queues have that one too, in RabbitMQ
   */
  private void deaths(
      String name, String why, Counter reason, List<String> ofClassic, boolean atLeastOnce) {
    if (!out.begin(
        PREFIX, counter("messages_dead_lettered_" + name, "messages dead-lettered " + why))) {
      return;
    }
    for (String strategy : ofClassic) {
      out.sample(death(CLASSIC, strategy), died(QueueType.CLASSIC, strategy, reason));
    }
    List<String> ofQuorum = new ArrayList<>(List.of(AT_MOST_ONCE, DISABLED));
    if (atLeastOnce) {
      ofQuorum.add(AT_LEAST_ONCE);
    }
    for (String strategy : ofQuorum) {
      out.sample(death(QUORUM, strategy), died(QueueType.QUORUM, strategy, reason));
    }
    if (reason == Counter.OVERFLOWED) {
      out.sample(death(MQTT_QOS0, DISABLED), 0);
    }
  }

  private long died(QueueType type, String strategy, Counter reason) {
    return switch (strategy) {
      case AT_MOST_ONCE -> totals.died(type, true, reason);
      case DISABLED -> totals.died(type, false, reason);
      default -> 0;
    };
  }

  // ---- others ----

  private void writeStreamErrors() {
    for (String error : STREAM_ERRORS) {
      out.single(
          PREFIX,
          counter("stream_error_" + error, "commands failed with " + error.replace('_', ' ')),
          Labels.of("protocol", "stream"),
          0);
    }
  }

  private void writeSizes() {
    Family family =
        new Family(
            "message_size_bytes",
            Family.Kind.HISTOGRAM,
            "Size of messages received from publishers");
    if (!out.begin(PREFIX, family)) {
      return;
    }
    for (String protocol : protocols) {
      if (!protocol.equals("stream")) {
        writeSizes(protocol);
      }
    }
  }

  private void writeSizes(String protocol) {
    Totals.OfProtocol sums = totals.protocol(protocol);
    long upTo = 0;
    for (int i = 0; i < SizeHistogram.bounds(); i++) {
      upTo += sums.sizes(i);
      // Dashboards match on this text: 100.0, not 100.
      out.sample(
          "_bucket", Labels.of("protocol", protocol, "le", SizeHistogram.bound(i) + ".0"), upTo);
    }
    upTo += sums.sizes(SizeHistogram.bounds());
    out.sample("_bucket", Labels.of("protocol", protocol, "le", "+Inf"), upTo);
    out.sample("_count", Labels.of("protocol", protocol), upTo);
    out.sample("_sum", Labels.of("protocol", protocol), sums.sizeBytes());
  }
}
