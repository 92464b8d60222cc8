package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.auth.PasswordHashing;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Users and permissions in RabbitMQ's JSON. Stateless. */
final class JsonUsers {
  /** Ours: RabbitMQ passes over what it does not know of a user. */
  static final List<String> SCRAM = List.of("scram_sha_256", "scram_sha_512");

  private JsonUsers() {}

  /** What SCRAM knows of the password, from a field for each hash function. */
  private static String scram(JsonObject json) {
    StringJoiner all = new StringJoiner(" ");
    for (String field : SCRAM) {
      String one = JsonFields.text(json, field, "");
      if (!one.isEmpty()) {
        all.add(one);
      }
    }
    return all.toString();
  }

  private static void putScram(JsonObject json, UserPut user) {
    for (String one : user.scram().split(" ", -1)) {
      int end = one.indexOf('$');
      if (end > 0) {
        json.put(one.substring(0, end).toLowerCase(Locale.ROOT).replace('-', '_'), one);
      }
    }
  }

  static UserPut user(JsonObject json) {
    JsonObject limits =
        json.getValue("limits") instanceof JsonObject object ? object : new JsonObject();
    String hash = JsonFields.text(json, "password_hash", "");
    // Files from before RabbitMQ 3.6 name none.
    String named = JsonFields.text(json, "hashing_algorithm", PasswordHashing.MD5.moduleName());
    return new UserPut(
        JsonFields.required(json, "name"),
        hash,
        PasswordHashing.nameFor(hash, named),
        new LinkedHashSet<>(JsonFields.tags(json, "tags")),
        JsonFields.number(limits, "max-connections", -1),
        JsonFields.number(limits, "max-channels", -1),
        scram(json));
  }

  static JsonObject write(UserPut user) {
    JsonObject limits = new JsonObject();
    if (user.maxConnections() >= 0) {
      limits.put("max-connections", user.maxConnections());
    }
    if (user.maxChannels() >= 0) {
      limits.put("max-channels", user.maxChannels());
    }
    JsonObject json =
        new JsonObject()
            .put("name", user.name())
            .put("password_hash", user.passwordHash())
            .put("hashing_algorithm", user.hashing())
            .put("tags", new JsonArray(user.tags().stream().sorted().toList()))
            .put("limits", limits);
    putScram(json, user);
    return json;
  }

  static PermissionPut permission(JsonObject json) {
    return new PermissionPut(
        JsonFields.required(json, "user"),
        JsonFields.required(json, "vhost"),
        JsonFields.required(json, "configure"),
        JsonFields.required(json, "write"),
        JsonFields.required(json, "read"));
  }

  static JsonObject write(PermissionPut permission) {
    return new JsonObject()
        .put("user", permission.user())
        .put("vhost", permission.vhost())
        .put("configure", permission.configure())
        .put("write", permission.write())
        .put("read", permission.read());
  }

  static TopicPermissionPut topicPermission(JsonObject json) {
    return new TopicPermissionPut(
        JsonFields.required(json, "user"),
        JsonFields.required(json, "vhost"),
        JsonFields.required(json, "exchange"),
        JsonFields.required(json, "write"),
        JsonFields.required(json, "read"));
  }

  static JsonObject write(TopicPermissionPut permission) {
    return new JsonObject()
        .put("user", permission.user())
        .put("vhost", permission.vhost())
        .put("exchange", permission.exchange())
        .put("write", permission.write())
        .put("read", permission.read());
  }
}
