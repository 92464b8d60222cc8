package io.warrenmq.server.tls;

import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of listeners with equal options, kept up with its files: who connects gets what was in them
 * when they were last good. {@link #newEngine} on any thread, {@link #check} on one.
 */
public final class LiveTls {
  private static final Logger log = LoggerFactory.getLogger(LiveTls.class);

  private final TlsOptions options;
  private volatile TlsContext current;

  // Of the thread that checks.
  private byte[] seen; // at the last look
  private byte[] tried; // when they were last made something of
  private String problem = ""; // that was told last

  private LiveTls(TlsOptions options, TlsContext first, byte[] digest) {
    this.options = options;
    this.current = first;
    this.seen = digest;
    this.tried = digest;
  }

  /**
   * Reads the files. Blocks.
   *
   * @throws TlsException with a text for the operator
   */
  static LiveTls load(TlsOptions options) throws TlsException {
    FileContents contents = FileContents.read(options);
    return new LiveTls(options, TlsContext.of(options, contents), contents.digest());
  }

  /** The broker's side of a new connection, which keeps its certificate to its end. */
  public SSLEngine newEngine() {
    return current.newEngine();
  }

  /**
   * Looks whether the files have changed, and takes what is in them once it has not changed since
   * the last look: a certificate and its key are seldom replaced at the same moment. What is not in
   * order is logged once, and what there was stays. Blocks.
   */
  void check() {
    try {
      FileContents contents = FileContents.read(options);
      problem = "";
      byte[] now = contents.digest();
      boolean settled = Arrays.equals(now, seen);
      seen = now;
      if (settled && !Arrays.equals(now, tried)) {
        tried = now;
        current = TlsContext.of(options, contents);
        log.info("{}: new connections get what is now in the files", options.own());
      }
    } catch (TlsException e) {
      String found = String.valueOf(e.getMessage());
      if (!found.equals(problem)) {
        problem = found;
        log.error("What TLS has now stays, for what is in the files cannot be: {}", found);
      }
    }
  }
}
