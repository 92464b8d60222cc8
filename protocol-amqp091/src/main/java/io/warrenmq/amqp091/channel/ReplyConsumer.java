package io.warrenmq.amqp091.channel;

import io.warrenmq.api.queue.Delivery;
import io.warrenmq.api.queue.DeliverySink;
import java.nio.charset.StandardCharsets;

/**
 * The consumer of direct reply-to: replies come past all queues, without acknowledgement. The
 * client names {@value #ADDRESS} where it consumes and where it asks for replies; requests leave
 * with the real address of this channel instead. Confined to the connection's loop.
 */
final class ReplyConsumer implements DeliverySink {
  /** The address that clients name. */
  static final String ADDRESS = "amq.rabbitmq.reply-to";

  static final byte[] ADDRESS_BYTES = ADDRESS.getBytes(StandardCharsets.US_ASCII);

  private final ChannelScope scope;
  private final Settlements settlements;
  private final String tag;
  private final byte[] head;
  private String name = "";
  private byte[] address = {};

  ReplyConsumer(ChannelScope scope, Settlements settlements, String tag) {
    this.scope = scope;
    this.settlements = settlements;
    this.tag = tag;
    this.head = ContentWriter.deliveryHead(scope.number(), tag);
  }

  void open() {
    name = scope.session().openReplyAddress(this);
    address = name.getBytes(StandardCharsets.US_ASCII);
  }

  void close() {
    scope.session().closeReplyAddress(name);
  }

  String tag() {
    return tag;
  }

  /** The address that requests of this channel carry, ASCII. */
  byte[] address() {
    return address;
  }

  @Override
  public void onDelivery(Delivery delivery) {
    if (!scope.isReleased()) {
      scope
          .writer()
          .deliver(scope.number(), head, settlements.tagSettled(), false, delivery.message(), -1);
    }
  }

  @Override
  public void onCancelled() {
    // A reply address ends with its channel, not before.
  }
}
