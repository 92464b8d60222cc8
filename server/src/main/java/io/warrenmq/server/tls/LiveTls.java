package io.warrenmq.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of listeners with equal options, kept up with its files: who connects gets what was in them
 * when they were last good. {@link #newHandler} on any thread, {@link #check} on one.
 */
public final class LiveTls {
  private static final Logger log = LoggerFactory.getLogger(LiveTls.class);

  private final TlsOptions options;
  private final TlsProvider provider;
  private volatile TlsContext current;

  // Of the thread that checks.
  private byte[] seen; // at the last look
  private byte[] tried; // when they were last made something of
  private String problem = ""; // that was told last

  private LiveTls(TlsOptions options, TlsProvider provider, TlsContext first, byte[] digest) {
    this.options = options;
    this.provider = provider;
    this.current = first;
    this.seen = digest;
    this.tried = digest;
  }

  /**
   * Reads the files. Blocks.
   *
   * @throws TlsException with a text for the operator
   */
  static LiveTls load(TlsOptions options, TlsProvider provider) throws TlsException {
    FileContents contents = FileContents.read(options);
    TlsContext first = TlsContext.of(options, provider, contents);
    return new LiveTls(options, provider, first, contents.digest());
  }

  /**
   * The broker's side of a new connection, which keeps its certificate to its end.
   *
   * @param allocator of its buffers
   * @param signers runs what takes long in a handshake
   */
  public SslHandler newHandler(ByteBufAllocator allocator, Executor signers) {
    return current.newHandler(allocator, signers);
  }

  /** The broker's certificates now, for all hosts, each with those that sign it. Any thread. */
  public List<X509Certificate> certificates() {
    return current.own();
  }

  /** Those that clients' certificates lead to now. Any thread. */
  public List<X509Certificate> authorities() {
    return current.authorities();
  }

  /** Whose implementation does the work: not {@link TlsProvider#AUTO}. */
  TlsProvider provider() {
    return current.provider();
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
        current = TlsContext.of(options, provider, contents);
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
