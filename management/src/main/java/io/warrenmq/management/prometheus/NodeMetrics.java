package io.warrenmq.management.prometheus;

import io.warrenmq.core.auth.AuthAttempts;
import io.warrenmq.core.broker.Broker;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.flow.ResourceAlarms.Resource;
import io.warrenmq.core.log.LogStatistics;
import io.warrenmq.management.stats.NodeFigures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What is said of the node. Where RabbitMQ has a figure of Erlang that dashboards and alerts read,
 * it is the nearest one that is true of Java.
 */
final class NodeMetrics {
  private static final Path THREADS_MAX = Path.of("/proc/sys/kernel/threads-max");

  /** The protocols by which one logs in, of which there are series from the start. */
  private static final List<String> LOGINS = List.of("amqp091", "amqp10", "http", "mqtt", "stomp");

  private final Exposition out;
  private final String prefix;
  private final Broker broker;

  /**
   * Writes of a broker's node.
   *
   * @param prefix before the names
   */
  NodeMetrics(Exposition out, String prefix, Broker broker) {
    this.out = out;
    this.prefix = prefix;
    this.broker = broker;
  }

  private void gauge(String name, String help, double value) {
    out.single(prefix, Family.gauge(name, help), value);
  }

  private void gauge(String name, String help, long value) {
    out.single(prefix, Family.gauge(name, help), value);
  }

  private void counter(String name, String help, long value) {
    out.single(prefix, Family.counter(name + "_total", "Total number of " + help), value);
  }

  /** Who came and went. */
  void writeChurn() {
    counter("connections_opened", "connections opened", event("connection.created"));
    counter("connections_closed", "connections closed or terminated", event("connection.closed"));
    counter("channels_opened", "channels opened", event("channel.created"));
    counter("channels_closed", "channels closed", event("channel.closed"));
    counter("queues_declared", "queues declared", event("queue.declared"));
    counter("queues_created", "queues created", event("queue.created"));
    counter("queues_deleted", "queues deleted", event("queue.deleted"));
  }

  private long event(String name) {
    return broker.events().counted(name);
  }

  /** What the process takes. */
  void writeCoarse() {
    gauge("process_open_fds", "Open file descriptors", NodeFigures.openFiles());
    gauge("process_resident_memory_bytes", "Memory used in bytes", NodeFigures.residentBytes());
    long free = broker.diskFreeBytes();
    gauge(
        "disk_space_available_bytes",
        "Disk space available in bytes",
        free < 0 ? Double.NaN : (double) free);
    gauge(
        "erlang_processes_used",
        "Erlang processes used: Java's threads",
        ManagementFactory.getThreadMXBean().getThreadCount());
    counter("erlang_gc_runs", "Erlang garbage collector runs: Java's", NodeFigures.collections());
  }

  /** What the process may take. */
  void writeLimits() {
    BrokerOptions options = broker.options();
    gauge("process_max_fds", "Open file descriptors limit", NodeFigures.openFilesMax());
    gauge("resident_memory_limit_bytes", "Memory high watermark in bytes", memoryLimit());
    gauge(
        "disk_space_available_limit_bytes",
        "Free disk space low watermark in bytes",
        options.diskFreeBytes());
    gauge(
        "erlang_processes_limit",
        "Erlang processes limit: the threads that the system may have",
        threadsMax());
    gauge("erlang_uptime_seconds", "Node uptime", NodeFigures.uptimeMs() / 1000.0);
  }

  /**
   * How large the process may become until publishers are blocked. That happens for messages in
   * memory, not for what Java takes beside them, so that this is on top: dashboards and alerts see
   * how much is left.
   */
  private long memoryLimit() {
    long messages = broker.messageMemoryBytes();
    long others = Math.max(0, NodeFigures.residentBytes() - messages);
    return broker.options().messageMemoryBytes() + others;
  }

  private static double threadsMax() {
    try {
      return Double.parseDouble(Files.readString(THREADS_MAX).strip());
    } catch (IOException | NumberFormatException e) { // not on Linux
      return Double.NaN;
    }
  }

  /** What was done with the disk, as far as it is known: nothing of reads. */
  void writePersister() {
    LogStatistics log = broker.logStatistics();
    counter("io_write_bytes", "I/O bytes written", log == null ? 0 : log.writtenBytes());
    counter("io_sync_ops", "I/O sync operations", log == null ? 0 : log.syncs());
    counter("msg_store_write", "Message Store write operations", log == null ? 0 : log.messages());
  }

  /** There is no Raft log, hence nothing in it; by the names of RabbitMQ 4.0 and of 4.2. */
  void writeRaft() {
    counter("raft_term", "Raft terms", 0);
    gauge("raft_log_snapshot_index", "Raft log snapshot index", 0);
    gauge("raft_log_last_applied_index", "Raft log last applied index", 0);
    gauge("raft_log_commit_index", "Raft log commit index", 0);
    gauge("raft_log_last_written_index", "Raft log last written index", 0);
    gauge("raft_entry_commit_latency_seconds", "Time taken for a log entry to be committed", 0);
    gauge("raft_snapshot_index", "Raft log snapshot index", 0);
    gauge("raft_last_applied", "Raft log last applied index", 0);
    gauge("raft_commit_index", "Raft log commit index", 0);
    gauge("raft_last_written_index", "Raft log last written index", 0);
    gauge("raft_commit_latency_seconds", "Time taken for a log entry to be committed", 0);
    gauge("raft_max_commit_latency_seconds", "The longest of these times", 0);
    gauge("raft_num_segments", "Segments of Raft logs", 0);
    gauge("raft_max_num_segments", "Segments of the largest Raft log", 0);
  }

  /** Who logged in, or did not, by the protocol. */
  void writeLogins() {
    logins("", "authentication attempts", AuthAttempts.Counts::all);
    logins("_succeeded", "successful authentication attempts", AuthAttempts.Counts::succeeded);
    logins("_failed", "failed authentication attempts", AuthAttempts.Counts::failed);
  }

  private void logins(String part, String what, ToLongFunction<AuthAttempts.Counts> value) {
    Family family = Family.counter("auth_attempts" + part + "_total", "Total number of " + what);
    if (out.begin(prefix, family)) {
      Map<String, AuthAttempts.Counts> all = new TreeMap<>();
      LOGINS.forEach(protocol -> all.put(protocol, new AuthAttempts.Counts(0, 0)));
      all.putAll(broker.authAttempts().all());
      all.forEach(
          (protocol, counts) ->
              out.sample(Labels.of("protocol", protocol), value.applyAsLong(counts)));
    }
  }

  /** What is short. */
  void writeAlarms() {
    Set<Resource> raised = broker.alarms().raised();
    alarm("file_descriptor_limit", "file descriptor limit", false);
    alarm("free_disk_space_watermark", "free disk space watermark", raised.contains(Resource.DISK));
    alarm("memory_used_watermark", "memory watermark", raised.contains(Resource.MEMORY));
    gauge(
        "unreachable_cluster_peers_count",
        "Number of peers in the cluster the current node cannot reach.",
        0);
  }

  private void alarm(String name, String what, boolean raised) {
    out.single(
        prefix,
        Family.untyped("alarms_" + name, "is 1 if " + what + " alarm is in effect"),
        raised ? 1 : 0);
  }
}
