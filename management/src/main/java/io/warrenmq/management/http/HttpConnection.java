package io.warrenmq.management.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/1.1. One request is read and answered at a time: the next one waits, unread,
 * until the socket has taken the answer, so that who asks much and reads nothing costs nothing.
 * Confined to its loop.
 */
public final class HttpConnection implements ProtocolConnection {
  private static final int PIECE_BYTES = 32 << 10;
  private static final int HEAD_BYTES = 512; // more than there is, as a rule

  private final Transport transport;
  private final Site site;
  private final long idleMs;
  private final RequestReader reader = new RequestReader();

  private byte @Nullable [] body; // of the answer that is being sent
  private int sentBytes;
  private boolean paused;
  private boolean last; // no request is read after that
  private @Nullable TimerHandle idle; // while a request is waited for

  /**
   * Creates it, waiting for a request.
   *
   * @param site who answers
   * @param idleMs how long the client may take until its next request is whole, in milliseconds; 0
   *     for ever
   */
  public HttpConnection(Transport transport, Site site, long idleMs) {
    this.transport = transport;
    this.site = site;
    this.idleMs = idleMs;
    awaitRequest();
  }

  @Override
  public void onBytes(ByteBuf in) {
    while (!last && body == null && transport.isWritable()) {
      HttpRequest request = reader.read(in);
      if (request == null) {
        return;
      }
      answer(request);
    }
    if (last) {
      in.skipBytes(in.readableBytes());
    } else if (!paused) {
      paused = true;
      transport.pauseReading();
    }
  }

  private void answer(HttpRequest request) {
    cancelTimer();
    boolean isSound = request.decoderResult().isSuccess();
    // A body is not read, hence nothing behind it.
    last |=
        !isSound
            || !HttpUtil.isKeepAlive(request)
            || HttpUtil.isTransferEncodingChunked(request)
            || HttpUtil.getContentLength(request, 0L) != 0;
    Response response = isSound ? response(request) : refusal(request.decoderResult().cause());
    writeHead(response, request.protocolVersion());
    body = isSound && request.method().equals(HttpMethod.HEAD) ? new byte[0] : response.body();
    sentBytes = 0;
    sendBody();
  }

  private Response response(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    if (version.majorVersion() != 1) {
      return Response.error(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here");
    } else if (version.equals(HttpVersion.HTTP_1_1)
        && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) { // RFC 9112 §3.2
      return Response.error(HttpResponseStatus.BAD_REQUEST, "there is not one header host");
    } else if (!request.uri().startsWith("/")) {
      return Response.error(HttpResponseStatus.BAD_REQUEST, "the target is not a path");
    }
    try {
      return site.answer(request, new QueryStringDecoder(request.uri()).path());
    } catch (IllegalArgumentException e) {
      return Response.error(HttpResponseStatus.BAD_REQUEST, "the path is not percent-encoded");
    }
  }

  private static Response refusal(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Response.error(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line is too long");
    } else if (cause instanceof TooLongHttpHeaderException) {
      return Response.error(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long");
    }
    return Response.error(HttpResponseStatus.BAD_REQUEST, "this is no HTTP request");
  }

  private void writeHead(Response response, HttpVersion version) {
    StringBuilder head = new StringBuilder(HEAD_BYTES);
    head.append("HTTP/1.1 ").append(response.status()).append("\r\ndate: ");
    DateTimeFormatter.RFC_1123_DATE_TIME.formatTo(
        Instant.ofEpochMilli(transport.loop().clock().wallMs()).atOffset(ZoneOffset.UTC), head);
    head.append("\r\n");
    for (Map.Entry<String, String> header : response.headers()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    if (!response.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
      head.append("content-length: ").append(response.body().length).append("\r\n");
    }
    if (last || !version.isKeepAliveDefault()) {
      head.append(HttpHeaderNames.CONNECTION)
          .append(": ")
          .append(last ? HttpHeaderValues.CLOSE : HttpHeaderValues.KEEP_ALIVE)
          .append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    transport.out(bytes.length).writeBytes(bytes);
  }

  private void sendBody() {
    byte[] sending = body;
    if (sending == null) {
      return;
    }
    while (sentBytes < sending.length && transport.isWritable()) {
      int bytes = Math.min(PIECE_BYTES, sending.length - sentBytes);
      transport.out(bytes).writeBytes(sending, sentBytes, bytes);
      sentBytes += bytes;
    }
    if (sentBytes == sending.length) {
      body = null;
      if (last) {
        transport.close();
      } else {
        awaitRequest();
      }
    }
  }

  private void awaitRequest() {
    if (idleMs > 0) {
      idle = transport.loop().schedule(idleMs, this::onIdle);
    }
  }

  private void onIdle() {
    last = true;
    transport.close();
  }

  private void cancelTimer() {
    if (idle != null) {
      idle.cancel();
      idle = null;
    }
  }

  @Override
  public void onWritable(boolean writable) {
    if (!writable) {
      return;
    }
    sendBody();
    if (paused && body == null && !last) {
      paused = false;
      transport.resumeReading();
    }
  }

  @Override
  public void onClosed() {
    last = true;
    body = null;
    cancelTimer();
  }

  /** The answer that is being sent is the last one. */
  @Override
  public void onShutdown(String reason) {
    last = true;
    if (body == null) {
      transport.close();
    }
  }
}
