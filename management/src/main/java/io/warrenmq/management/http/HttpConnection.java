package io.warrenmq.management.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.warrenmq.api.loop.TimerHandle;
import io.warrenmq.api.protocol.ProtocolConnection;
import io.warrenmq.api.protocol.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of HTTP/1.1. One request is read and answered at a time: the next one waits, unread,
 * until the socket has taken the answer, so that who asks much and reads nothing costs nothing. A
 * body is read once its head was looked at. Confined to its loop.
 */
public final class HttpConnection implements ProtocolConnection, LiveBody.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

  private static final int PIECE_BYTES = 32 << 10;
  private static final int HEAD_BYTES = 512; // more than there is, as a rule
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private enum State {
    /** The head of a request is waited for. */
    HEAD,
    /** Its body is. */
    BODY,
    /** The site has it. */
    ASKED,
    /** The answer is being sent. */
    SENDING,
    /** The answer goes on for as long as somebody reads. */
    LIVE
  }

  private final Transport transport;
  private final Site site;
  private final long idleMs;
  private final RequestReader reader = new RequestReader();

  private State state = State.HEAD;
  private @Nullable HttpRequest request; // from its head until the answer's head
  private Site.@Nullable Answering answering;
  private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private byte[] sending = {};
  private int sentBytes;
  private @Nullable LiveBody live;
  private boolean chunked; // the answer that goes on
  private boolean paused;
  private boolean closing; // once the answer is sent
  private boolean last; // nothing is read any more
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
    if (readParts(in)) {
      return;
    }
    if (last || state == State.LIVE) {
      in.skipBytes(in.readableBytes());
    } else if (!paused) {
      paused = true;
      transport.pauseReading();
    }
  }

  /** Reads on until something is waited for; whether that is more bytes. */
  private boolean readParts(ByteBuf in) {
    while (!last && isReading() && transport.isWritable()) {
      HttpObject part = reader.read(in);
      if (part == null) {
        return true;
      }
      try {
        onPart(part);
      } finally {
        ReferenceCountUtil.release(part);
      }
    }
    return false;
  }

  private boolean isReading() {
    return state == State.HEAD || state == State.BODY;
  }

  private void onPart(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      refuse(refusal(part.decoderResult().cause()));
    } else if (part instanceof HttpRequest head) {
      onHead(head);
    } else if (part instanceof HttpContent piece) {
      onBody(piece);
    }
  }

  private void onHead(HttpRequest head) {
    request = head;
    closing |= !HttpUtil.isKeepAlive(head);
    Response fault = fault(head);
    if (fault != null) {
      onAdmitted(Site.answered(fault), head);
      return;
    }
    Request asked;
    try {
      QueryStringDecoder target = new QueryStringDecoder(head.uri());
      asked =
          new Request(
              head.method().name(),
              target.rawPath(),
              target.path(),
              target.parameters(),
              head.headers(),
              transport.info(),
              transport.loop());
    } catch (IllegalArgumentException e) {
      Response malformed =
          Response.error(HttpResponseStatus.BAD_REQUEST, "the path is not percent-encoded");
      onAdmitted(Site.answered(malformed), head);
      return;
    }
    state = State.ASKED;
    site.admit(asked)
        .onComplete(
            admitted -> {
              if (state == State.ASKED) { // Else the client has gone.
                onAdmitted(
                    admitted.succeeded() ? admitted.result() : Site.answered(bug(admitted.cause())),
                    head);
              }
            });
  }

  private static @Nullable Response fault(HttpRequest head) {
    HttpVersion version = head.protocolVersion();
    if (version.majorVersion() != 1) {
      return Response.error(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here");
    } else if (version.equals(HttpVersion.HTTP_1_1)
        && head.headers().getAll(HttpHeaderNames.HOST).size() != 1) { // RFC 9112 §3.2
      return Response.error(HttpResponseStatus.BAD_REQUEST, "there is not one header host");
    } else if (!head.uri().startsWith("/")) {
      return Response.error(HttpResponseStatus.BAD_REQUEST, "the target is not a path");
    }
    return null;
  }

  private void onAdmitted(Site.Answering admitted, HttpRequest head) {
    if (HttpUtil.getContentLength(head, 0L) > admitted.bodyBytesMax()) {
      refuse(tooLarge(admitted));
      return;
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      transport.out(CONTINUE.length).writeBytes(CONTINUE);
    }
    answering = admitted;
    state = State.BODY;
    if (paused) { // Else the bytes are being read.
      readParts(Unpooled.EMPTY_BUFFER); // What came with the head; it may be all there is.
      resume();
    }
  }

  private void onBody(HttpContent piece) {
    Site.Answering admitted = answering;
    if (admitted == null) {
      return; // What follows a refusal.
    }
    int bytes = piece.content().readableBytes();
    if (body.size() + bytes > admitted.bodyBytesMax()) {
      refuse(tooLarge(admitted));
      return;
    }
    byte[] copy = new byte[bytes];
    piece.content().readBytes(copy);
    body.writeBytes(copy);
    if (piece instanceof LastHttpContent) {
      cancelTimer();
      byte[] whole = body.toByteArray();
      body = new ByteArrayOutputStream(0);
      answering = null;
      state = State.ASKED;
      admitted
          .answer(whole)
          .onComplete(
              answer -> {
                if (state == State.ASKED) {
                  send(answer.succeeded() ? answer.result() : bug(answer.cause()));
                }
              });
    }
  }

  private static Response tooLarge(Site.Answering admitted) {
    return Response.error(
        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
        "the body is longer than " + admitted.bodyBytesMax() + " bytes");
  }

  private static Response bug(Throwable cause) {
    LOG.error("A request could not be answered", cause);
    return Response.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "see the broker's log");
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

  /** Answers without reading what there is of the body, hence nothing behind it. */
  private void refuse(Response response) {
    last = true;
    closing = true;
    answering = null;
    send(response);
  }

  // ---- the answer ----

  private void send(Response response) {
    cancelTimer();
    HttpRequest asked = request;
    HttpVersion version = asked == null ? HttpVersion.HTTP_1_1 : asked.protocolVersion();
    boolean headOnly = asked != null && asked.method().equals(HttpMethod.HEAD);
    LiveBody goesOn = headOnly ? null : response.live();
    chunked = goesOn != null && version.equals(HttpVersion.HTTP_1_1);
    closing |= goesOn != null;
    request = null;
    writeHead(response, version);
    if (goesOn != null) {
      state = State.LIVE;
      live = goesOn;
      resume(); // To see when the client goes.
      goesOn.onOpen(this);
      return;
    }
    state = State.SENDING;
    sending = headOnly ? new byte[0] : response.body();
    sentBytes = 0;
    sendBody();
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
    if (chunked) {
      head.append("transfer-encoding: chunked\r\n");
    } else if (response.live() == null
        && !response.status().equals(HttpResponseStatus.NOT_MODIFIED)
        && !response.status().equals(HttpResponseStatus.NO_CONTENT)) { // RFC 9110 §8.6
      head.append("content-length: ").append(response.body().length).append("\r\n");
    }
    if (closing || !version.isKeepAliveDefault()) {
      head.append(HttpHeaderNames.CONNECTION)
          .append(": ")
          .append(closing ? HttpHeaderValues.CLOSE : HttpHeaderValues.KEEP_ALIVE)
          .append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    transport.out(bytes.length).writeBytes(bytes);
  }

  private void sendBody() {
    while (sentBytes < sending.length && transport.isWritable()) {
      int bytes = Math.min(PIECE_BYTES, sending.length - sentBytes);
      transport.out(bytes).writeBytes(sending, sentBytes, bytes);
      sentBytes += bytes;
    }
    if (sentBytes < sending.length) {
      return;
    }
    sending = new byte[0];
    state = State.HEAD;
    if (closing) {
      last = true;
      transport.close();
    } else {
      awaitRequest();
      resume();
    }
  }

  @Override
  public boolean isWritable() {
    return transport.isWritable();
  }

  @Override
  public void write(byte[] bytes) {
    if (live == null || bytes.length == 0) {
      return;
    }
    byte[] length =
        chunked
            ? (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII)
            : new byte[0];
    ByteBuf out = transport.out(length.length + bytes.length + LINE_END.length);
    out.writeBytes(length).writeBytes(bytes);
    if (chunked) {
      out.writeBytes(LINE_END);
    }
  }

  @Override
  public void end() {
    if (live == null) {
      return;
    }
    live = null;
    if (chunked) {
      transport.out(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
    }
    transport.close();
  }

  // ---- waiting ----

  private void awaitRequest() {
    if (idleMs > 0) {
      idle = transport.loop().schedule(idleMs, this::onIdle);
    }
  }

  private void onIdle() {
    last = true;
    state = State.SENDING; // Whatever the site still says is not sent.
    transport.close();
  }

  private void cancelTimer() {
    if (idle != null) {
      idle.cancel();
      idle = null;
    }
  }

  private void resume() {
    if (paused && transport.isWritable()) {
      paused = false;
      transport.resumeReading();
    }
  }

  @Override
  public void onWritable(boolean writable) {
    if (!writable) {
      return;
    }
    if (state == State.SENDING) {
      sendBody();
    }
    if (isReading() && !last) {
      resume();
    }
  }

  @Override
  public void onClosed() {
    last = true;
    state = State.SENDING;
    sending = new byte[0];
    cancelTimer();
    LiveBody ended = live;
    live = null;
    if (ended != null) {
      ended.onClosed();
    }
  }

  /** The answer that is being sent is the last one. */
  @Override
  public void onShutdown(String reason) {
    closing = true;
    LiveBody ended = live;
    if (ended != null) {
      end();
      ended.onClosed();
    } else if (isReading()) {
      last = true;
      transport.close();
    }
  }
}
