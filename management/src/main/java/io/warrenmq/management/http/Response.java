package io.warrenmq.management.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer. Not changed once it is given.
 *
 * @param status how it went
 * @param headers but those that are of the connection
 * @param body perhaps empty; not sent in answer to HEAD
 * @param live goes on behind the body; {@code null}: there is no more
 */
public record Response(
    HttpResponseStatus status, HttpHeaders headers, byte[] body, @Nullable LiveBody live) {
  private static final byte[] NOTHING = {};

  /** An answer without headers so far. */
  public Response(HttpResponseStatus status, byte[] body) {
    this(status, new DefaultHttpHeaders(), body, null);
  }

  /** An answer that says in a line of text what is wrong. */
  public static Response error(HttpResponseStatus status, String text) {
    return new Response(status, (text + "\n").getBytes(StandardCharsets.UTF_8))
        .with(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
  }

  /** An answer without a body. */
  public static Response empty(HttpResponseStatus status) {
    return new Response(status, NOTHING);
  }

  /** An answer that goes on. */
  public static Response live(LiveBody body) {
    return new Response(HttpResponseStatus.OK, new DefaultHttpHeaders(), NOTHING, body);
  }

  /** The same with one header more. */
  public Response with(CharSequence name, String value) {
    headers.set(name, value);
    return this;
  }
}
