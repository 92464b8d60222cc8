package io.warrenmq.server.listener;

import io.netty.handler.ssl.NotSslRecordException;
import io.warrenmq.api.loop.BrokerClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names to the operator who did not come in for want of TLS, or of the right one. Anybody can cause
 * such lines, so they have a bound. Thread-safe.
 */
final class TlsLog {
  private static final Logger log = LoggerFactory.getLogger(TlsLog.class);
  private static final int LINES_MAX = 20; // in that time
  private static final long TIME_NS = TimeUnit.SECONDS.toNanos(10);
  private static final String BORINGSSL = ":OPENSSL_internal:"; // before an error's name
  private static final String ALERT = "_alert_";
  private static final String RECEIVED = "Received fatal alert: ";

  private final String listener;
  private final BrokerClock clock;
  private final AtomicLong beginNs;
  private final AtomicInteger lines = new AtomicInteger();

  /**
   * Creates it.
   *
   * @param listener the key of the listener that all lines begin with
   */
  TlsLog(String listener, BrokerClock clock) {
    this.listener = listener;
    this.clock = clock;
    this.beginNs = new AtomicLong(clock.nanos());
  }

  /**
   * A client that speaks no TLS where there is nothing else.
   *
   * @param protocol whose first bytes it has sent; empty when nobody's here
   */
  void noTls(InetSocketAddress client, String protocol) {
    if (mayLog()) {
      log.warn(
          "{}: {} does not speak TLS{}. Have the client use TLS, or a port without",
          listener,
          text(client),
          protocol.isEmpty() ? "" : ": its first bytes are plain " + protocol);
    }
  }

  /** A client that speaks TLS where there is none. */
  void tlsOnPlain(InetSocketAddress client) {
    if (mayLog()) {
      log.warn(
          "{}: {} speaks TLS, and here is none. Have the client use a TLS port, or none",
          listener,
          text(client));
    }
  }

  /**
   * A handshake that failed.
   *
   * @param alert what the client has said in the clear; {@code null} for nothing
   */
  void failed(InetSocketAddress client, Throwable failure, @Nullable String alert) {
    if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
      if (mayLog()) {
        log.warn(
            "{}: the TLS handshake of {} has failed: {}",
            listener,
            text(client),
            alert == null ? why(failure) : RECEIVED + alert);
      }
    } else if (failure instanceof IOException) { // The peer has gone.
      log.debug(
          "{}: {} has left its TLS handshake: {}", listener, text(client), failure.toString());
    } else if (mayLog()) {
      log.error("{}: a TLS handshake has failed by an error of our own", listener, failure);
    }
  }

  /** A handshake that took too long. */
  void late(InetSocketAddress client) {
    log.debug("{}: the TLS handshake of {} is not done in time", listener, text(client));
  }

  /** The innermost cause: that one knows. */
  private static String why(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    // Of the peer's bytes it would quote all, a password too.
    return cause instanceof NotSslRecordException
        ? "what the client has sent is not TLS"
        : plain(String.valueOf(cause.getMessage()));
  }

  /** BoringSSL's errors in words, those that the client has told in Java's. */
  private static String plain(String message) {
    int prefix = message.indexOf(BORINGSSL);
    if (prefix < 0) {
      return message;
    }
    String name = message.substring(prefix + BORINGSSL.length()).toLowerCase(Locale.ROOT);
    int alert = name.indexOf(ALERT);
    return alert < 0 ? name.replace('_', ' ') : RECEIVED + name.substring(alert + ALERT.length());
  }

  private static String text(InetSocketAddress client) {
    return client.isUnresolved() || client.getAddress() == null
        ? client.toString()
        : client.getAddress().getHostAddress() + ":" + client.getPort();
  }

  private boolean mayLog() {
    long nowNs = clock.nanos();
    long begunNs = beginNs.get();
    if (nowNs - begunNs > TIME_NS && beginNs.compareAndSet(begunNs, nowNs)) {
      int left = lines.getAndSet(0) - LINES_MAX;
      if (left > 0) {
        log.warn("{}: {} further clients came to nothing over TLS", listener, left);
      }
    }
    return lines.incrementAndGet() <= LINES_MAX;
  }
}
