package io.warrenmq.management.prometheus;

import io.warrenmq.api.transport.Traffic;
import io.warrenmq.core.session.ClientConnection;
import java.util.function.ToDoubleFunction;

/** What is said of connections. RabbitMQ calls their label {@code channel} too. */
final class ConnectionMetrics {
  static final Group<ClientConnection> COARSE =
      new Group<ClientConnection>("connection_coarse_metrics")
          .counter(
              "connection_incoming_bytes_total",
              "Total number of bytes received on a connection",
              traffic(Traffic::receivedBytes),
              all -> all.traffic().receivedBytes())
          .counter(
              "connection_outgoing_bytes_total",
              "Total number of bytes sent on a connection",
              traffic(Traffic::sentBytes),
              all -> all.traffic().sentBytes());

  static final Group<ClientConnection> DETAILS =
      new Group<ClientConnection>("connection_metrics")
          .counter(
              "connection_incoming_packets_total",
              "Total number of packets received on a connection",
              traffic(Traffic::receivedReads),
              all -> all.traffic().receivedReads())
          .counter(
              "connection_outgoing_packets_total",
              "Total number of packets sent on a connection",
              traffic(Traffic::sentWrites),
              all -> all.traffic().sentWrites())
          .gauge(
              "connection_pending_packets",
              "Number of packets waiting to be sent on a connection",
              traffic(Traffic::pendingBytes))
          .gauge("connection_channels", "Channels on a connection", ClientConnection::sessionCount);

  private ConnectionMetrics() {}

  private static ToDoubleFunction<ClientConnection> traffic(ToDoubleFunction<Traffic> value) {
    return connection -> value.applyAsDouble(connection.request().transport().traffic());
  }

  static byte[] labels(ClientConnection connection) {
    return Labels.of("channel", connection.name());
  }
}
