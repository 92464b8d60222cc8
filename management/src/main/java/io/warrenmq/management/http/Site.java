package io.warrenmq.management.http;

import io.vertx.core.Future;
import java.util.function.Consumer;

/** Who answers requests. Thread-safe; does not block. */
public interface Site {
  /** What becomes of one request. Used on its connection's loop. */
  interface Answering {
    /** How long its body may be, in bytes. */
    int bodyBytesMax();

    /**
     * Answers.
     *
     * @param body all of it; empty when there is none
     * @return completes on the connection's loop; what it fails with is a bug
     */
    Future<Response> answer(byte[] body);
  }

  /**
   * Looks at the head of a request, before its body is read: who asks, and whether they may.
   *
   * @return completes on the connection's loop, also when it refuses: then the answer is the
   *     refusal; what it fails with is a bug
   */
  Future<Answering> admit(Request request);

  /** An answer that stands before the body is read. */
  static Answering answered(Response response) {
    return new Answering() {
      @Override
      public int bodyBytesMax() {
        return SKIPPED_BODY_BYTES_MAX;
      }

      @Override
      public Future<Response> answer(byte[] body) {
        return Future.succeededFuture(response);
      }
    };
  }

  /**
   * The same answer, with what somebody adds to it.
   *
   * @param addTo adds headers; called on the connection's loop
   */
  static Answering adding(Answering inner, Consumer<Response> addTo) {
    return new Answering() {
      @Override
      public int bodyBytesMax() {
        return inner.bodyBytesMax();
      }

      @Override
      public Future<Response> answer(byte[] body) {
        return inner
            .answer(body)
            .map(
                response -> {
                  addTo.accept(response);
                  return response;
                });
      }
    };
  }

  /** A body that nobody wants is read to its end up to here, for the sake of the connection. */
  int SKIPPED_BODY_BYTES_MAX = 64 << 10;
}
