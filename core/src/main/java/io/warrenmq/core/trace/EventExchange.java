package io.warrenmq.core.trace;

import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.event.BrokerEvent;
import io.warrenmq.api.event.BrokerEventListener;
import io.warrenmq.api.message.BasicFormat;
import io.warrenmq.api.message.Message;
import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.core.vhost.VhostDefaults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what happens to the exchange {@code amq.rabbitmq.event} of one vhost, as RabbitMQ's
 * plugin does: the event's name is the routing key, its attributes are headers, the body is empty.
 * While nothing is bound there, nothing is made.
 */
public final class EventExchange implements BrokerEventListener {
  private static final String NAME = VhostDefaults.EVENT_EXCHANGE;

  /** What sends a message through an exchange. Metadata loop. */
  @FunctionalInterface
  public interface Publisher {
    /** Sends it. */
    void publish(Vhost vhost, Exchange exchange, Message message);
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventExchange.class);
  private static final long PERSISTENT = 2; // as delivery mode

  private final String vhostName;
  private final Function<String, @Nullable Vhost> vhosts;
  private final BasicFormat format;
  private final Publisher publisher;

  /**
   * Creates the listener.
   *
   * @param vhostName where the exchange is
   * @param vhosts finds a vhost by its name, on any loop
   * @param format of the messages
   */
  public EventExchange(
      String vhostName,
      Function<String, @Nullable Vhost> vhosts,
      BasicFormat format,
      Publisher publisher) {
    this.vhostName = vhostName;
    this.vhosts = vhosts;
    this.format = format;
    this.publisher = publisher;
  }

  @Override
  public String name() {
    return "event-exchange";
  }

  @Override
  public boolean isInterested() {
    Vhost vhost = vhosts.apply(vhostName);
    Exchange exchange = vhost == null ? null : vhost.exchange(NAME);
    return exchange != null && exchange.isBound();
  }

  @Override
  public void onEvent(BrokerEvent event) {
    Vhost vhost = vhosts.apply(vhostName);
    Exchange exchange = vhost == null ? null : vhost.exchange(NAME);
    if (vhost != null && exchange != null && exchange.isBound()) {
      publisher.publish(vhost, exchange, message(event));
    }
  }

  private Message message(BrokerEvent event) {
    Map<String, Object> headers = new LinkedHashMap<>(event.attributes());
    headers.put("timestamp_in_ms", event.wallMs());
    try {
      return message(event, headers);
    } catch (BrokerException e) { // Longer than a header may be, by what a client has sent.
      LOG.warn("The attributes of {} are left out: {}", event.name(), e.getMessage());
      return message(event, Map.of("timestamp_in_ms", event.wallMs()));
    }
  }

  private Message message(BrokerEvent event, Map<String, Object> headers) {
    Map<String, Object> properties =
        Map.of(
            "headers", headers,
            "delivery_mode", PERSISTENT,
            "timestamp", event.wallMs() / 1000);
    return format.publish(
        Firehose.BROKER, event.wallMs(), NAME, event.name(), properties, new byte[0]);
  }
}
