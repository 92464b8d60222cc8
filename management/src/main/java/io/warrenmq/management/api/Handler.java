package io.warrenmq.management.api;

import io.vertx.core.Future;
import io.warrenmq.management.http.Response;

/** Answers one kind of request. Thread-safe. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers. Called on the management thread, which others wait for: it may compute, but not wait.
   *
   * @return completes on any thread; fails, as the call may, with an {@link ApiException} or a
   *     {@link io.warrenmq.api.error.BrokerException} for the client, and with anything else for
   *     the log
   */
  Future<Response> handle(ApiRequest request);
}
