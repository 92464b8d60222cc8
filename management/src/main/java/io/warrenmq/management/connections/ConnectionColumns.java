package io.warrenmq.management.connections;

import io.vertx.core.json.JsonObject;
import io.warrenmq.api.broker.ConnectionRequest;
import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.transport.TransportInfo;
import io.warrenmq.core.definitions.JsonArguments;
import io.warrenmq.core.session.ClientConnection;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import java.security.cert.X509Certificate;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is shown of a connection. */
final class ConnectionColumns {
  private ConnectionColumns() {}

  /** What is known of it without looking at what it does. */
  static Columns<ClientConnection> basic(String node) {
    return new Columns<ClientConnection>()
        .add("connected_at", ClientConnection::openedAtMs)
        .add("name", ClientConnection::name)
        .add("node", connection -> node)
        .add("peer_host", transport(info -> info.remote().getHostString()))
        .add("peer_port", transport(info -> info.remote().getPort()))
        .add("protocol", of(ConnectionRequest::protocol))
        .add("type", connection -> "network")
        .add("user", connection -> connection.principal().name())
        .add("user_provided_name", ConnectionColumns::providedName)
        .add("user_who_performed_action", connection -> connection.principal().name())
        .add("vhost", ClientConnection::vhost);
  }

  static Columns<ClientConnection> of(String node, Statistics statistics, @Nullable Window window) {
    return new Columns<ClientConnection>()
        .add("auth_mechanism", of(request -> text(request.details().mechanism())))
        .add("channel_max", of(request -> request.details().sessionsMax()))
        .add("channels", ClientConnection::sessionCount)
        .add("client_properties", of(request -> JsonArguments.write(request.clientProperties())))
        .add("connected_at", ClientConnection::openedAtMs)
        .add("container_id", of(ConnectionColumns::containerId))
        .add("frame_max", of(request -> request.details().frameMax()))
        .add("host", transport(info -> info.local().getHostString()))
        .add("name", ClientConnection::name)
        .add("node", connection -> node)
        .add("peer_cert_issuer", certificate(one -> one.getIssuerX500Principal().getName()))
        .add("peer_cert_subject", certificate(one -> one.getSubjectX500Principal().getName()))
        .add("peer_cert_validity", certificate(ConnectionColumns::validity))
        .add("peer_host", transport(info -> info.remote().getHostString()))
        .add("peer_port", transport(info -> info.remote().getPort()))
        .add("port", transport(info -> info.local().getPort()))
        .add("protocol", of(ConnectionRequest::protocol))
        .add("recv_cnt", transport(info -> info.traffic().receivedReads()))
        .add("recv_oct", transport(info -> info.traffic().receivedBytes()))
        .add("recv_oct_details", traffic("recv_oct_details", statistics, window))
        .add("send_cnt", transport(info -> info.traffic().sentWrites()))
        .add("send_oct", transport(info -> info.traffic().sentBytes()))
        .add("send_oct_details", traffic("send_oct_details", statistics, window))
        .add("send_pend", transport(info -> info.traffic().pendingBytes()))
        .add("ssl", transport(info -> info.tlsProtocol() != null))
        .add("ssl_cipher", connection -> Columns.NULL)
        .add("ssl_hash", connection -> Columns.NULL)
        .add("ssl_key_exchange", connection -> Columns.NULL)
        .add("ssl_protocol", transport(info -> orNull(info.tlsProtocol())))
        .add("state", ConnectionColumns::state)
        .add("timeout", of(request -> request.details().heartbeatSeconds()))
        .add("type", connection -> "network")
        .add("user", connection -> connection.principal().name())
        .add("user_provided_name", ConnectionColumns::providedName)
        .add("user_who_performed_action", connection -> connection.principal().name())
        .add("variable_map", of(ConnectionColumns::variableMap))
        .add("vhost", ClientConnection::vhost);
  }

  private static Function<ClientConnection, @Nullable Object> of(
      Function<ConnectionRequest, @Nullable Object> value) {
    return connection -> value.apply(connection.request());
  }

  private static Function<ClientConnection, @Nullable Object> transport(
      Function<TransportInfo, @Nullable Object> value) {
    return connection -> value.apply(connection.request().transport());
  }

  private static Function<ClientConnection, @Nullable Object> certificate(
      Function<X509Certificate, Object> value) {
    return connection -> {
      X509Certificate certificate = connection.request().transport().peerCertificate();
      return certificate == null ? Columns.NULL : value.apply(certificate);
    };
  }

  private static Function<ClientConnection, @Nullable Object> traffic(
      String field, Statistics statistics, @Nullable Window window) {
    return connection -> {
      JsonObject both = new JsonObject();
      statistics.putTraffic(both, connection, window);
      return both.getValue(field);
    };
  }

  private static Object text(String text) {
    return text.isEmpty() ? Columns.NULL : text;
  }

  private static Object orNull(@Nullable Object value) {
    return value == null ? Columns.NULL : value;
  }

  private static String validity(X509Certificate certificate) {
    SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
    format.setTimeZone(TimeZone.getTimeZone("UTC"));
    Date from = certificate.getNotBefore();
    Date to = certificate.getNotAfter();
    return format.format(from) + " - " + format.format(to);
  }

  /** As RabbitMQ calls it: who publishes while an alarm is raised is blocked. */
  private static String state(ClientConnection connection) {
    if (connection.isBlocked()) {
      return "blocked";
    }
    return connection.isHeldUp() ? "flow" : "running";
  }

  /** The name that a client gives itself; {@code null} when it gives none. */
  static @Nullable String providedName(ClientConnection connection) {
    Arguments properties = connection.request().clientProperties();
    return properties.text("connection_name");
  }

  private static @Nullable Object containerId(ConnectionRequest request) {
    return request.protocol().startsWith("AMQP 1") ? request.clientId() : null;
  }

  private static @Nullable Object variableMap(ConnectionRequest request) {
    return request.protocol().startsWith("MQTT")
        ? new JsonObject().put("client_id", request.clientId())
        : null;
  }
}
