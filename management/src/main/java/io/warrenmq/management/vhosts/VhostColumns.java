package io.warrenmq.management.vhosts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.stats.Statistics;
import io.warrenmq.management.stats.Window;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown of vhosts. Stateless. */
final class VhostColumns {
  static final String PROTECTED = "protected_from_deletion";

  private VhostColumns() {}

  /**
   * What is shown without statistics.
   *
   * @param node this node's name
   */
  static Columns<Vhost> basic(String node) {
    return new Columns<Vhost>()
        .add("name", Vhost::name)
        .add("description", vhost -> vhost.settings().description())
        .add("tags", vhost -> tags(vhost.settings()))
        .add("default_queue_type", vhost -> queueType(vhost.settings()))
        .add("metadata", vhost -> metadata(vhost.settings()))
        .add("tracing", Vhost::isTraced)
        .add("cluster_state", vhost -> new JsonObject().put(node, "running"));
  }

  /**
   * All columns, for one answer.
   *
   * @param node this node's name
   * @param lengths the history of how many messages there are that is wanted
   * @param rates that of what goes through
   */
  static Columns<Vhost> all(
      String node, Statistics statistics, @Nullable Window lengths, @Nullable Window rates) {
    Columns<Vhost> columns = basic(node);
    Map<Vhost, JsonObject> known = new IdentityHashMap<>(); // Each goes through all its queues.
    for (String length : List.of("messages", "messages_ready", "messages_unacknowledged")) {
      for (String field : List.of(length, length + "_details")) {
        columns.add(
            field,
            vhost ->
                known
                    .computeIfAbsent(vhost, asked -> lengthsOf(asked, statistics, lengths))
                    .getValue(field));
      }
    }
    return columns.add("message_stats", vhost -> statistics.messageStats(vhost, rates));
  }

  private static JsonObject lengthsOf(Vhost vhost, Statistics statistics, @Nullable Window window) {
    JsonObject all = new JsonObject();
    statistics.putLengths(all, vhost, window);
    return all;
  }

  private static JsonArray tags(VhostSettings settings) {
    return new JsonArray(settings.tags());
  }

  private static String queueType(VhostSettings settings) {
    String type = settings.defaultQueueType();
    return type == null ? QueueType.CLASSIC.argument() : type;
  }

  private static JsonObject metadata(VhostSettings settings) {
    JsonObject metadata =
        new JsonObject()
            .put("description", settings.description())
            .put("tags", tags(settings))
            .put("default_queue_type", queueType(settings));
    if (settings.isProtected()) {
      metadata.put(PROTECTED, true);
    }
    return metadata;
  }
}
