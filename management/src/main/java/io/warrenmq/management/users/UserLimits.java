package io.warrenmq.management.users;

import io.vertx.core.json.JsonObject;
import io.warrenmq.core.metadata.MetadataRecord.UserPut;
import io.warrenmq.management.api.ApiException;
import org.jspecify.annotations.Nullable;

/** Changes a user's limits by their names, which are RabbitMQ's. Stateless. */
final class UserLimits {
  static final String MAX_CONNECTIONS = "max-connections";
  static final String MAX_CHANNELS = "max-channels";

  private UserLimits() {}

  /**
   * The user with one limit more, or another.
   *
   * @param value a whole number; below 0: no limit
   * @throws ApiException 400 for another name or value
   */
  static UserPut with(UserPut user, String name, @Nullable Object value) {
    if (!name.equals(MAX_CONNECTIONS) && !name.equals(MAX_CHANNELS)) {
      throw ApiException.badRequest(
          "Unrecognised terms [{<<\"%s\">>,%s}] in user-limits".formatted(name, term(value)));
    } else if (!(value instanceof Integer || value instanceof Long)) {
      throw ApiException.badRequest(
          name + " should be a number, actually was " + term(value)); // RabbitMQ's words
    }
    long number = ((Number) value).longValue();
    return limited(user, name, (int) Math.max(-1, Math.min(Integer.MAX_VALUE, number)));
  }

  /** The user with all limits of an object, the others as they are. */
  static UserPut with(UserPut user, JsonObject limits) {
    UserPut changed = user;
    for (String name : limits.fieldNames()) {
      changed = with(changed, name, limits.getValue(name));
    }
    return changed;
  }

  /** The user without a limit; nothing changes for a name that is none's. */
  static UserPut without(UserPut user, String name) {
    return limited(user, name, -1);
  }

  private static UserPut limited(UserPut user, String name, int max) {
    return user.withLimits(
        name.equals(MAX_CONNECTIONS) ? max : user.maxConnections(),
        name.equals(MAX_CHANNELS) ? max : user.maxChannels());
  }

  private static String term(@Nullable Object value) {
    return value instanceof String text ? "<<\"" + text + "\">>" : String.valueOf(value);
  }
}
