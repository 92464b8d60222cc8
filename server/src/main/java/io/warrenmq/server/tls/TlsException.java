package io.warrenmq.server.tls;

/**
 * What the configuration says of TLS cannot be done. The message is for the operator: key, file,
 * what is wrong, what to do.
 */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1;

  /** Creates it. */
  public TlsException(String message) {
    super(message);
  }

  /** Creates it for a file: the key and the path come first. */
  static TlsException of(TlsFile file, String problem) {
    return new TlsException(file + ": " + problem);
  }
}
