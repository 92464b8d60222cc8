package io.warrenmq.server.tls;

import java.util.Locale;

/** Whose implementation of TLS does the work: {@code warren.tls.provider}. */
public enum TlsProvider {
  /** BoringSSL, where it is there and can do all that a listener's options ask for; else Java. */
  AUTO,
  /** Java's. */
  JDK,
  /** BoringSSL, or the broker does not start. */
  BORINGSSL;

  /** The one that the configuration calls so. */
  public static TlsProvider of(String configName) {
    return valueOf(configName.toUpperCase(Locale.ROOT));
  }

  /** What the configuration calls it. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
