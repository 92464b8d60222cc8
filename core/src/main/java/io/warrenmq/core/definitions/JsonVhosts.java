package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vhosts in RabbitMQ's JSON, whose place for a setting has moved over the releases. Stateless. */
final class JsonVhosts {
  private static final String PROTECTED = "protected_from_deletion";

  private JsonVhosts() {}

  static VhostSettings settings(JsonObject json) {
    JsonObject metadata = metadata(json);
    List<String> tags = JsonFields.tags(metadata, "tags");
    String defaultType = JsonFields.text(metadata, "default_queue_type", "");
    if (defaultType.isEmpty()) {
      defaultType = JsonFields.text(json, "default_queue_type", "");
    }
    VhostSettings settings =
        new VhostSettings(
            JsonFields.text(metadata, "description", JsonFields.text(json, "description", "")),
            List.copyOf(tags.isEmpty() ? JsonFields.tags(json, "tags") : tags),
            defaultType.isEmpty() || defaultType.equals("undefined") ? null : defaultType,
            -1,
            -1,
            metadata.getValue(PROTECTED) instanceof Boolean isProtected && isProtected);
    return withLimits(settings, limits(json.getValue("limits")));
  }

  /** Whether it says that the vhost may be deleted, or may not. */
  static boolean saysProtection(JsonObject json) {
    return metadata(json).containsKey(PROTECTED);
  }

  private static JsonObject metadata(JsonObject json) {
    return json.getValue("metadata") instanceof JsonObject object ? object : new JsonObject();
  }

  /** Limits are an object, or in some releases a list of pairs. */
  private static JsonObject limits(@Nullable Object json) {
    JsonObject limits = new JsonObject();
    if (json instanceof JsonObject object) {
      return object;
    } else if (json instanceof JsonArray pairs) {
      for (int i = 0; i < pairs.size(); i++) {
        if (pairs.getValue(i) instanceof JsonArray pair && pair.size() == 2) {
          limits.put(String.valueOf(pair.getValue(0)), pair.getValue(1));
        }
      }
    }
    return limits;
  }

  /** Takes the limits that are named, and keeps the others. */
  static VhostSettings withLimits(VhostSettings settings, @Nullable JsonObject limits) {
    return limits == null
        ? settings
        : settings.withLimits(
            JsonFields.number(limits, "max-connections", settings.maxConnections()),
            JsonFields.number(limits, "max-queues", settings.maxQueues()));
  }

  /** As RabbitMQ 4 does; limits are a parameter. */
  static JsonObject write(String name, VhostSettings settings) {
    JsonArray tags = new JsonArray(settings.tags());
    JsonObject metadata =
        new JsonObject().put("description", settings.description()).put("tags", tags);
    JsonObject json =
        new JsonObject()
            .put("name", name)
            .put("description", settings.description())
            .put("metadata", metadata)
            .put("tags", tags.copy());
    if (settings.defaultQueueType() != null) {
      metadata.put("default_queue_type", settings.defaultQueueType());
      json.put("default_queue_type", settings.defaultQueueType());
    }
    if (settings.isProtected()) {
      metadata.put(PROTECTED, true);
    }
    return json;
  }
}
