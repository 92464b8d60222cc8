package io.warrenmq.management.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of requests, one at a time: what comes behind one is left where it is until the
 * next is asked for. Not a handler of a pipeline, which would take all. Confined to its loop.
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
   * @return the next part, to be released: the head, pieces of the body, and the last of them; a
   *     failed one says why it is none; {@code null} while it is not there
   */
  @Nullable HttpObject read(ByteBuf in) {
    try {
      int before = -1;
      while (decoded.isEmpty() && in.readableBytes() != before) {
        before = in.readableBytes();
        decode(null, in, decoded);
      }
      return decoded.isEmpty() ? null : (HttpObject) decoded.remove(0);
    } catch (Exception e) {
      throw new IllegalStateException("Netty reports what is wrong with the request in it", e);
    }
  }
}
