package io.warrenmq.amqp10.management;

import org.jspecify.annotations.Nullable;

/**
 * What a request is answered. Immutable.
 *
 * @param status as in HTTP
 * @param body a canonical value
 */
record Answer(int status, @Nullable Object body) {
  static final int OK = 200;
  static final int CREATED = 201;
  static final int NO_CONTENT = 204;

  /** Done, and nothing to say. */
  static final Answer DONE = new Answer(NO_CONTENT, null);
}
