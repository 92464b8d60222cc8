package io.warrenmq.management.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of requests, one at a time: what comes behind one is left where it is until that
 * one is answered. Not a handler of a pipeline, which would take all. Confined to its loop.
 */
final class RequestReader extends HttpRequestDecoder {
  static final int LINE_BYTES_MAX = 8192;
  static final int HEADER_BYTES_MAX = 32 << 10;

  private final List<Object> decoded = new ArrayList<>(2);

  RequestReader() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX));
  }

  /**
   * Reads on.
   *
   * @param in the reader index moves behind what was read
   * @return the request, when its head is whole, or a failed one that says why it is none; else
   *     {@code null}
   */
  @Nullable HttpRequest read(ByteBuf in) {
    try {
      int before;
      do {
        before = in.readableBytes();
        decode(null, in, decoded);
      } while (decoded.isEmpty() && in.readableBytes() < before);
      return decoded.isEmpty() ? null : (HttpRequest) decoded.get(0);
    } catch (Exception e) {
      throw new IllegalStateException("Netty reports what is wrong with the request in it", e);
    } finally {
      decoded.clear();
    }
  }
}
