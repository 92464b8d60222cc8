package io.warrenmq.cli.command;

import io.warrenmq.cli.output.Column;
import io.warrenmq.cli.output.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of lists, as rabbitmqctl calls them. Its process ids are Erlang's; a connection's and
 * a channel's {@code pid} is its name here, which {@code close_connection} takes.
 */
final class ListColumns {
  static final List<Column> QUEUES =
      columns(
          Column.of("arguments", Shape.ARGUMENTS),
          Column.of("effective_policy_definition", Shape.DEFINITION),
          Column.of("owner_pid", "owner_pid_details.name"),
          Column.of("exclusive_consumer_tag", "single_active_consumer_tag"),
          Column.all(
              "name",
              "auto_delete",
              "consumer_capacity",
              "consumer_utilisation",
              "consumers",
              "delivery_limit",
              "disk_reads",
              "disk_writes",
              "durable",
              "exclusive",
              "exclusive_consumer_pid",
              "head_message_timestamp",
              "leader",
              "members",
              "memory",
              "message_bytes",
              "message_bytes_persistent",
              "message_bytes_ram",
              "message_bytes_ready",
              "message_bytes_unacknowledged",
              "messages",
              "messages_persistent",
              "messages_ram",
              "messages_ready",
              "messages_ready_ram",
              "messages_unacknowledged",
              "messages_unacknowledged_ram",
              "online",
              "operator_policy",
              "pid",
              "policy",
              "state",
              "type",
              "node",
              "vhost"));

  static final List<Column> EXCHANGES =
      columns(
          Column.of("arguments", Shape.ARGUMENTS),
          Column.all("name", "type", "durable", "auto_delete", "internal", "policy", "vhost"));

  static final List<Column> BINDINGS =
      columns(
          Column.of("source_name", "source"),
          Column.of("source_kind"),
          Column.of("destination_name", "destination"),
          Column.of("destination_kind", "destination_type"),
          Column.of("routing_key"),
          Column.of("arguments", Shape.ARGUMENTS));

  static final List<Column> CONNECTIONS =
      columns(
          Column.of("pid", "name"),
          Column.of("client_properties", Shape.ARGUMENTS),
          Column.of("protocol", Shape.PROTOCOL),
          Column.all(
              "name",
              "port",
              "host",
              "peer_port",
              "peer_host",
              "ssl",
              "ssl_protocol",
              "ssl_key_exchange",
              "ssl_cipher",
              "ssl_hash",
              "peer_cert_subject",
              "peer_cert_issuer",
              "peer_cert_validity",
              "state",
              "channels",
              "auth_mechanism",
              "user",
              "vhost",
              "timeout",
              "frame_max",
              "channel_max",
              "recv_oct",
              "recv_cnt",
              "send_oct",
              "send_cnt",
              "send_pend",
              "connected_at",
              "node",
              "container_id",
              "user_provided_name"));

  static final List<Column> CHANNELS =
      columns(
          Column.of("pid", "name"),
          Column.of("connection", "connection_details.name"),
          Column.all(
              "name",
              "number",
              "user",
              "vhost",
              "transactional",
              "confirm",
              "consumer_count",
              "messages_unacknowledged",
              "messages_uncommitted",
              "acks_uncommitted",
              "messages_unconfirmed",
              "prefetch_count",
              "global_prefetch_count",
              "state",
              "node"));

  static final List<Column> CONSUMERS =
      columns(
          Column.of("queue_name", "queue.name"),
          Column.of("channel_pid", "channel_details.name"),
          Column.of("arguments", Shape.ARGUMENTS),
          Column.all(
              "consumer_tag",
              "ack_required",
              "prefetch_count",
              "active",
              "activity_status",
              "exclusive"));

  private ListColumns() {}

  private static List<Column> columns(Object... parts) {
    List<Column> columns = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Column column) {
        columns.add(column);
      } else {
        ((List<?>) part).forEach(column -> columns.add((Column) column));
      }
    }
    return List.copyOf(columns);
  }
}
