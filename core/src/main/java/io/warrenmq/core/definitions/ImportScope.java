package io.warrenmq.core.definitions;

import io.vertx.core.json.JsonObject;

/**
 * What of a file is brought in, and where. Immutable.
 *
 * @param vhost the vhost of things that name none
 * @param isOfTheWholeBroker whether what is in no vhost is brought in too, and things may name
 *     their vhost; else all goes into the one
 */
record ImportScope(String vhost, boolean isOfTheWholeBroker) {
  String vhostOf(JsonObject json) {
    return isOfTheWholeBroker ? JsonFields.text(json, "vhost", vhost) : vhost;
  }
}
