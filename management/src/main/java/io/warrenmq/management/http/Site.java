package io.warrenmq.management.http;

import io.netty.handler.codec.http.HttpRequest;

/** Who answers requests. Thread-safe; does not block. */
public interface Site {
  /**
   * Answers.
   *
   * @param request its head, well-formed; it may have a body, which is not read
   * @param path the path of its target, decoded, beginning with a slash
   */
  Response answer(HttpRequest request, String path);
}
