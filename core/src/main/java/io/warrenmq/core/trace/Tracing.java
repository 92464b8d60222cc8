package io.warrenmq.core.trace;

import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.core.interceptor.Interception;
import io.warrenmq.core.routing.InternalPublisher;
import io.warrenmq.core.vhost.Vhost;
import java.util.function.Consumer;
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
  private final Consumer<Vhost> onChange;

  /**
   * Creates one.
   *
   * @param always who sees the messages of vhosts that are not traced
   * @param node the node's name
   * @param format of traces; {@code null} when no protocol here has one that is fit
   * @param publishers what publishes on a loop
   * @param onChange told of each vhost that is traced from now on, or no more
   */
  public Tracing(
      @Nullable Interception always,
      String node,
      @Nullable BasicFormat format,
      Function<Loop, InternalPublisher> publishers,
      Consumer<Vhost> onChange) {
    this.always = always;
    this.node = node;
    this.format = format;
    this.publishers = publishers;
    this.onChange = onChange;
  }

  /**
   * Traces a vhost from now on, or no more. Without a protocol whose format copies can have, that
   * is AMQP 0-9-1, nothing is traced.
   */
  public void trace(Vhost vhost, boolean traced) {
    if (vhost.isTraced() == traced || format == null) {
      return;
    }
    Firehose firehose = new Firehose(vhost, node, format, publishers);
    vhost.intercept(traced ? Interception.with(always, firehose) : always, traced);
    onChange.accept(vhost);
  }
}
