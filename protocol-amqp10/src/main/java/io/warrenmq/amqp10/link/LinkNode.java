package io.warrenmq.amqp10.link;

import io.vertx.core.Future;
import io.warrenmq.amqp10.address.Addresses;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.ExchangeDeclaration;
import io.warrenmq.api.resource.QueueDeclaration;
import java.util.UUID;

/**
 * A node that was made for a link, and ends with it. AMQP 1.0 §3.5.10. Immutable.
 *
 * @param name the queue's, or the exchange's
 * @param kind what it is
 */
public record LinkNode(String name, Kind kind) {
  /** What a node can be. */
  public enum Kind {
    /** A queue. */
    QUEUE,
    /** An exchange. */
    TOPIC,
    /** An address for answers, which is named like a queue. */
    REPLY_ADDRESS
  }

  private static final String TOPIC_PREFIX = "temporary-topic-";
  private static final String TOPIC_TYPE = "fanout";

  /** Makes a queue, which at the latest ends with the connection. */
  public static Future<LinkNode> queue(VhostAccess access) {
    return access
        .declareQueue(new QueueDeclaration("", false, true, false, Arguments.NONE))
        .map(made -> new LinkNode(made.name(), Kind.QUEUE));
  }

  /** Makes an exchange that gives what is published to it to all that subscribe. */
  public static Future<LinkNode> topic(VhostAccess access) {
    String name = TOPIC_PREFIX + UUID.randomUUID();
    return access
        .declareExchange(
            new ExchangeDeclaration(name, TOPIC_TYPE, false, false, false, Arguments.NONE))
        .map(new LinkNode(name, Kind.TOPIC));
  }

  /** Whether it is an exchange. */
  public boolean isTopic() {
    return kind == Kind.TOPIC;
  }

  /** Its address, which the client is told. */
  public String address() {
    return isTopic() ? Addresses.ofExchange(name) : Addresses.ofQueue(name);
  }

  /**
   * Ends it.
   *
   * @return completes once it is gone; never fails
   */
  public Future<Void> delete(VhostAccess access) {
    return switch (kind) {
      case QUEUE -> access.deleteQueue(name, false, false).<Void>mapEmpty().otherwiseEmpty();
      case TOPIC -> access.deleteExchange(name, false).otherwiseEmpty();
      case REPLY_ADDRESS -> {
        access.closeReplyAddress(name);
        yield Future.succeededFuture();
      }
    };
  }
}
