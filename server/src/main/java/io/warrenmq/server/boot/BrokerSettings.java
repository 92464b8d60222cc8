package io.warrenmq.server.boot;

import io.warrenmq.api.auth.CertificateName;
import io.warrenmq.api.broker.BrokerInfo;
import io.warrenmq.api.broker.BrokerLimits;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.broker.BrokerOptions;
import io.warrenmq.core.definitions.FirstStart;
import io.warrenmq.core.interceptor.InterceptorOptions;
import io.warrenmq.core.log.LogOptions;
import io.warrenmq.core.log.SyncPolicy;
import io.warrenmq.core.vhost.ResourceLimits;
import io.warrenmq.server.config.Config;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The configuration as the core takes it. */
final class BrokerSettings {
  /** The RabbitMQ version whose contract is kept: clients choose their behaviour by it. */
  static final String RABBITMQ_VERSION = "4.2.0";

  private static final String OTHER_USERS = "default_users";
  private static final String INCOMING = "message_interceptors.incoming.";
  private static final String LOOPBACK_USERS = "loopback_users";
  private static final String ANONYMOUS_NOBODY = "none";

  private final Config config;

  private BrokerSettings(Config config) {
    this.config = config;
  }

  /**
   * Reads them.
   *
   * @param version this release
   * @throws StartException when values do not go together
   */
  static BrokerOptions of(Config config, String version) throws StartException {
    return new BrokerSettings(config).options(version);
  }

  private BrokerOptions options(String version) throws StartException {
    String anonymous = config.text("anonymous_login_user");
    return new BrokerOptions(
        info(version),
        limits(),
        firstStart(),
        loopbackUsers(),
        anonymous.equals(ANONYMOUS_NOBODY) ? "" : anonymous,
        config.text("anonymous_login_pass"),
        config.list("auth_mechanisms"),
        CertificateName.parse(
            config.text("ssl_cert_login_from"),
            config.text("ssl_cert_login_san_type"),
            Math.toIntExact(config.integer("ssl_cert_login_san_index"))),
        Objects.requireNonNull(PasswordHashing.named(config.text("password_hashing_module"))),
        limit("connection_max"),
        new ResourceLimits(
            limit("cluster_queue_limit"), limit("cluster_exchange_limit"), limit("vhost_max")),
        config.bool("warren.event_exchange") ? config.text("event_exchange.vhost") : null,
        new InterceptorOptions(
            config.find(INCOMING + "set_header_timestamp.overwrite", Boolean.class).orElse(null),
            config.find(INCOMING + "set_header_routing_node.overwrite", Boolean.class).orElse(null),
            config.bool("message_interceptors.outgoing.timestamp.enabled")),
        messageMemoryBytes(),
        diskFreeBytes());
  }

  /** How the message log is kept. */
  static LogOptions logOptions(Config config) {
    SyncPolicy sync =
        switch (config.text("warren.messages.sync")) {
          case "interval" -> SyncPolicy.INTERVAL;
          case "never" -> SyncPolicy.NEVER;
          default -> SyncPolicy.BEFORE_CONFIRM;
        };
    return new LogOptions(
        LogOptions.DEFAULT.frameBytes(),
        config.integer("warren.messages.file_size"),
        sync,
        config.integer("warren.messages.sync_interval"));
  }

  private BrokerInfo info(String version) {
    String cluster = config.find("cluster_name", String.class).orElse("warren@localhost");
    return new BrokerInfo(
        config.text("product.name"),
        config.find("product.version", String.class).orElse(version),
        RABBITMQ_VERSION,
        cluster,
        "warren@localhost");
  }

  private BrokerLimits limits() {
    long consumerTimeoutMs = config.integer("consumer_timeout");
    return new BrokerLimits(
        whole("frame_max"),
        whole("initial_frame_max"),
        whole("channel_max"),
        whole("max_message_size"),
        whole("heartbeat"),
        (int) Math.min(config.integer("handshake_timeout"), Integer.MAX_VALUE), // infinity: 24 days
        whole("consumer_max_per_channel"),
        whole("default_consumer_prefetch"),
        consumerTimeoutMs == Config.INFINITY ? 0 : consumerTimeoutMs);
  }

  private FirstStart firstStart() throws StartException {
    String queueType = config.text("default_queue_type");
    if (!queueType.equals("classic") && !queueType.equals("quorum")) {
      throw new StartException(
          "default_queue_type = %s: queues of this type are not available; choose classic or quorum"
              .formatted(queueType));
    }
    return new FirstStart(
        config.text("default_vhost"),
        config.text("default_user"),
        config.text("default_pass"),
        Set.copyOf(config.switchedOn("default_user_tags")),
        config.text("default_permissions.configure"),
        config.text("default_permissions.write"),
        config.text("default_permissions.read"),
        queueType.equals("classic") ? null : queueType,
        config.names(OTHER_USERS).stream().map(this::otherUser).toList());
  }

  /** A user of {@code default_users}; without a pattern it gets its permissions in any vhost. */
  private FirstStart.OtherUser otherUser(String name) {
    String key = OTHER_USERS + "." + Config.escape(name) + ".";
    return new FirstStart.OtherUser(
        name,
        textOr(key + "password", ""),
        tags(textOr(key + "tags", "")),
        Pattern.compile(textOr(key + "vhost_pattern", "")),
        textOr(key + "configure", ".*"),
        textOr(key + "write", ".*"),
        textOr(key + "read", ".*"));
  }

  private String textOr(String key, String absent) {
    return config.find(key, String.class).orElse(absent);
  }

  private static Set<String> tags(String parted) {
    Set<String> tags = new LinkedHashSet<>();
    for (String tag : parted.split(",", -1)) {
      if (!tag.isBlank()) {
        tags.add(tag.strip());
      }
    }
    return tags;
  }

  private Set<String> loopbackUsers() {
    Set<String> users = new HashSet<>(config.names(LOOPBACK_USERS));
    users.add("guest");
    users.removeIf(user -> !config.isLoopbackUser(user));
    return users;
  }

  private long messageMemoryBytes() {
    return config
        .find("vm_memory_high_watermark.absolute", Long.class)
        .orElseGet(
            () ->
                (long)
                    (config.decimal("vm_memory_high_watermark.relative")
                        * Runtime.getRuntime().maxMemory()));
  }

  private long diskFreeBytes() {
    return config
        .find("disk_free_limit.absolute", Long.class)
        .or(
            () ->
                config
                    .find("disk_free_limit.relative", Double.class)
                    .map(part -> (long) (part * machineMemoryBytes())))
        .orElse(0L);
  }

  private static long machineMemoryBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /** A whole number of which infinity means no limit, which the core writes as 0. */
  private int whole(String key) {
    long value = config.integer(key);
    return value == Config.INFINITY ? 0 : Math.toIntExact(value);
  }

  /** A limit of which infinity means none, which the core writes as −1. */
  private int limit(String key) {
    long value = config.integer(key);
    return value == Config.INFINITY ? -1 : Math.toIntExact(value);
  }
}
