package io.warrenmq.management.users;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.management.api.Columns;

/** What is shown of users. Stateless. */
final class UserColumns {
  static final Columns<UserPut> ALL =
      new Columns<UserPut>()
          .add("name", UserPut::name)
          .add("password_hash", UserPut::passwordHash)
          .add("hashing_algorithm", UserPut::hashing)
          .add("tags", user -> new JsonArray(user.tags().stream().sorted().toList()))
          .add("limits", UserColumns::limits);

  static final Columns<UserPut> LIMITS =
      new Columns<UserPut>().add("user", UserPut::name).add("value", UserColumns::limits);

  private UserColumns() {}

  private static JsonObject limits(UserPut user) {
    JsonObject limits = new JsonObject();
    if (user.maxConnections() >= 0) {
      limits.put(UserLimits.MAX_CONNECTIONS, user.maxConnections());
    }
    if (user.maxChannels() >= 0) {
      limits.put(UserLimits.MAX_CHANNELS, user.maxChannels());
    }
    return limits;
  }

  /** Whether there is a limit. */
  static boolean isLimited(UserPut user) {
    return user.maxConnections() >= 0 || user.maxChannels() >= 0;
  }
}
