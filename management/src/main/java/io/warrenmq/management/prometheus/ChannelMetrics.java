package io.warrenmq.management.prometheus;

import io.warrenmq.core.metrics.Counter;
import io.warrenmq.core.session.SessionStatus;

/**
 * What is said of sessions, which RabbitMQ calls channels. What they did is not kept by exchange
 * and queue, so that a session has one series of each where RabbitMQ has some.
 */
final class ChannelMetrics {
  static final Group<SessionStatus> DETAILS =
      new Group<SessionStatus>("channel_metrics")
          .gauge(
              "channel_consumers",
              "Consumers on a channel",
              session -> session.metrics().consumers())
          .gauge(
              "channel_messages_unacked",
              "Delivered but not yet acknowledged messages",
              session -> session.unsettledCount() + session.metrics().unsettledGets())
          .gauge(
              "channel_messages_unconfirmed",
              "Published but not yet confirmed messages",
              session -> session.metrics().unconfirmed())
          .gauge(
              "channel_messages_uncommitted",
              "Messages received in a transaction but not yet committed",
              session -> session.details().uncommittedMessages())
          .gauge(
              "channel_acks_uncommitted",
              "Message acknowledgements in a transaction not yet committed",
              session -> session.details().uncommittedSettlements())
          .gauge(
              "consumer_prefetch",
              "Limit of unacknowledged messages for each consumer",
              session -> session.details().consumerPrefetch())
          .gauge(
              "channel_prefetch",
              "Limit of unacknowledged messages for all consumers of a channel",
              SessionStatus::prefetch);

  static final Group<SessionStatus> PUBLISHING = publishing();
  static final Group<SessionStatus> CONSUMING = consuming();

  private ChannelMetrics() {}

  private static Group<SessionStatus> publishing() {
    Group<SessionStatus> group = new Group<>("channel_exchange_metrics");
    counted(
        group,
        "channel_messages_published_total",
        "messages published into an exchange on a channel",
        Counter.PUBLISHED);
    counted(
        group,
        "channel_messages_confirmed_total",
        "messages published into an exchange and confirmed on the channel",
        Counter.CONFIRMED);
    counted(
        group,
        "channel_messages_unroutable_returned_total",
        "messages published as mandatory into an exchange and returned to the publisher as"
            + " unroutable",
        Counter.RETURNED);
    counted(
        group,
        "channel_messages_unroutable_dropped_total",
        "messages published as non-mandatory into an exchange and dropped as unroutable",
        Counter.DROPPED);
    return group;
  }

  private static Group<SessionStatus> consuming() {
    Group<SessionStatus> group = new Group<>("channel_queue_metrics");
    counted(
        group,
        "channel_get_ack_total",
        "messages fetched with basic.get in manual acknowledgement mode",
        Counter.GOT);
    counted(
        group,
        "channel_get_total",
        "messages fetched with basic.get in automatic acknowledgement mode",
        Counter.GOT_SETTLED);
    counted(
        group,
        "channel_messages_delivered_ack_total",
        "messages delivered to consumers in manual acknowledgement mode",
        Counter.DELIVERED);
    counted(
        group,
        "channel_messages_delivered_total",
        "messages delivered to consumers in automatic acknowledgement mode",
        Counter.DELIVERED_SETTLED);
    counted(
        group,
        "channel_messages_redelivered_total",
        "messages redelivered to consumers",
        Counter.REDELIVERED);
    counted(
        group, "channel_messages_acked_total", "messages acknowledged by consumers", Counter.ACKED);
    counted(
        group,
        "channel_get_empty_total",
        "times basic.get operations fetched no message",
        Counter.GET_EMPTY);
    return group;
  }

  private static void counted(
      Group<SessionStatus> group, String name, String what, Counter counter) {
    group.counter(
        name,
        "Total number of " + what,
        session -> session.metrics().counts().get(counter),
        all -> all.count(counter));
  }

  static byte[] labels(SessionStatus session) {
    return Labels.of("channel", session.name());
  }

  /** Of what RabbitMQ has by exchange or queue, in the vhost. */
  static byte[] vhostLabels(SessionStatus session) {
    return Labels.of("channel", session.name(), "vhost", session.connection().vhost());
  }
}
