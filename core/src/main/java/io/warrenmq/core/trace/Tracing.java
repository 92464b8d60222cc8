package io.warrenmq.core.trace;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.core.interceptor.Interception;
import io.warrenmq.core.routing.InternalPublisher;
import io.warrenmq.core.vhost.Vhost;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns the firehose of vhosts on and off. As in RabbitMQ that is not kept over a restart. Confined
 * to the metadata loop.
 */
public final class Tracing {
  private final @Nullable Interception always;
  private final String node;
  private final @Nullable BasicFormat format;
  private final Function<Loop, InternalPublisher> publishers;

  /**
   * Creates one.
   *
   * @param always who sees the messages of vhosts that are not traced
   * @param node the node's name
   * @param format of traces; {@code null} when no protocol here has one that is fit
   * @param publishers what publishes on a loop
   */
  public Tracing(
      @Nullable Interception always,
      String node,
      @Nullable BasicFormat format,
      Function<Loop, InternalPublisher> publishers) {
    this.always = always;
    this.node = node;
    this.format = format;
    this.publishers = publishers;
  }

  /**
   * Traces a vhost from now on, or no more. Without a protocol whose format copies can have, that
   * is AMQP 0-9-1, nothing is traced.
   */
  public void trace(Vhost vhost, boolean traced) {
    if (!traced) {
      vhost.intercept(always, false);
    } else if (!vhost.isTraced() && format != null) {
      Firehose firehose = new Firehose(vhost, node, format, publishers);
      vhost.intercept(Interception.with(always, firehose), true);
    }
  }
}
