package io.warrenmq.server.tls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenSSL's names of cipher suites, which RabbitMQ's files have, and the RFCs' and Java's. */
final class CipherNames {
  private static final Pattern OPENSSL =
      Pattern.compile(
          "(?:(?<exchange>ECDHE|ECDH|DHE)-(?<signature>ECDSA|RSA|DSS)-)?"
              + "(?:AES(?<bits>128|256)(?<gcm>-GCM)?-(?<hash>SHA|SHA256|SHA384)"
              + "|(?<chacha>CHACHA20-POLY1305))");

  private CipherNames() {}

  /** Java's name; a name that is none of OpenSSL's is left as it is. */
  static String java(String name) {
    Matcher parts = OPENSSL.matcher(name);
    if (!parts.matches()) {
      return name;
    }
    String exchange =
        parts.group("exchange") == null
            ? "RSA"
            : parts.group("exchange") + "_" + parts.group("signature");
    String cipher =
        parts.group("chacha") != null
            ? "CHACHA20_POLY1305_SHA256"
            : "AES_%s_%s_%s"
                .formatted(
                    parts.group("bits"),
                    parts.group("gcm") == null ? "CBC" : "GCM",
                    parts.group("hash"));
    return "TLS_" + exchange + "_WITH_" + cipher;
  }
}
