package io.warrenmq.management.prometheus;

import io.warrenmq.core.exchange.Exchange;
import io.warrenmq.core.metrics.Counter;

/** What is said of exchanges. What became of messages is not kept by exchange. */
final class ExchangeMetrics {
  /** Of exchanges that anything was published to. */
  static final Group<Exchange> TRAFFIC =
      new Group<Exchange>("exchange_metrics")
          .counter(
              "exchange_messages_published_total",
              "Total number of messages published into an exchange",
              Exchange::publishedIn,
              all -> all.count(Counter.PUBLISHED))
          .counter(
              "exchange_messages_confirmed_total",
              "Total number of messages published into an exchange and confirmed",
              all -> all.count(Counter.CONFIRMED))
          .counter(
              "exchange_messages_unroutable_returned_total",
              "Total number of messages published as mandatory into an exchange and returned to"
                  + " the publisher as unroutable",
              all -> all.count(Counter.RETURNED))
          .counter(
              "exchange_messages_unroutable_dropped_total",
              "Total number of messages published as non-mandatory into an exchange and dropped"
                  + " as unroutable",
              all -> all.count(Counter.DROPPED));

  static final Family NAME =
      Family.gauge(
          "exchange_name",
          "Enumerates exchanges without any additional info. A cheaper alternative to"
              + " `exchange_bindings`");
  static final Family BINDINGS =
      Family.gauge("exchange_bindings", "Number of bindings for an exchange");

  private ExchangeMetrics() {}

  static byte[] labels(String vhost, Exchange exchange) {
    return Labels.of("vhost", vhost, "exchange", exchange.name());
  }

  static byte[] typedLabels(String vhost, Exchange exchange) {
    return Labels.of(
        "vhost", vhost, "exchange", exchange.name(), "type", exchange.declaration().type());
  }
}
