package io.warrenmq.server.listener;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts that a client sends in the clear, RFC 8446 section 6: OpenSSL's do so when they refuse the
 * broker's certificate, and BoringSSL does not tell what they say.
 */
final class PlainAlert {
  private static final int BYTES = 7; // of the record
  private static final int ALERT_RECORD = 21;
  private static final Map<Integer, String> NAMES =
      Map.of(
          40, "handshake_failure",
          42, "bad_certificate",
          43, "unsupported_certificate",
          44, "certificate_revoked",
          45, "certificate_expired",
          46, "certificate_unknown",
          48, "unknown_ca",
          70, "protocol_version",
          80, "internal_error",
          90, "user_canceled");

  private PlainAlert() {}

  /** The name of the alert that bytes of a client begin with; {@code null} for other bytes. */
  static @Nullable String of(ByteBuf bytes) {
    int at = bytes.readerIndex();
    if (bytes.readableBytes() < BYTES
        || bytes.getByte(at) != ALERT_RECORD
        || bytes.getUnsignedShort(at + 3) != BYTES - 5) {
      return null;
    }
    int description = bytes.getUnsignedByte(at + 6);
    return NAMES.getOrDefault(description, "alert " + description);
  }
}
