package io.warrenmq.management.vhosts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metadata.VhostSettings;
import io.warrenmq.core.queue.QueueDepth;
import io.warrenmq.core.queue.QueueType;
import io.warrenmq.core.vhost.Vhost;
import io.warrenmq.management.api.Columns;
import io.warrenmq.management.stats.Statistics;
import java.util.List;

/** What is shown of vhosts. Stateless. */
final class VhostColumns {
  static final String PROTECTED = "protected_from_deletion";

  private VhostColumns() {}

  /**
   * All columns.
   *
   * @param node this node's name
   */
  static Columns<Vhost> of(String node) {
    return new Columns<Vhost>()
        .add("name", Vhost::name)
        .add("description", vhost -> vhost.settings().description())
        .add("tags", vhost -> tags(vhost.settings()))
        .add("default_queue_type", vhost -> queueType(vhost.settings()))
        .add("metadata", vhost -> metadata(vhost.settings()))
        .add("messages", vhost -> depth(vhost).messages())
        .add("messages_ready", vhost -> depth(vhost).ready())
        .add("messages_unacknowledged", vhost -> depth(vhost).unsettled())
        .add("tracing", Vhost::isTraced)
        .add("cluster_state", vhost -> new JsonObject().put(node, "running"));
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

  private static QueueDepth depth(Vhost vhost) {
    return Statistics.allDepths(List.of(vhost));
  }
}
