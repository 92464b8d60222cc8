package io.warrenmq.server.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** As much of DER (X.690) as it takes to bring older forms of private keys into PKCS#8. */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int SEC1_PARAMETERS = 0xa0;
  private static final byte[] VERSION_0 = {2, 1, 0};
  // The algorithms' identifiers, with their tags and lengths.
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Der() {}

  /** An RSA key of PKCS#1 (RFC 8017 A.1.2) as PKCS#8 (RFC 5208). */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return element(SEQUENCE, join(VERSION_0, element(SEQUENCE, RSA), element(OCTET_STRING, pkcs1)));
  }

  /**
   * An elliptic curve's key of SEC 1 (RFC 5915) as PKCS#8.
   *
   * @param curve the curve where the key itself does not say it; {@code null} for none
   * @return {@code null} when there is no curve, or it is no such key
   */
  static byte @Nullable [] pkcs8OfEc(byte[] sec1, byte @Nullable [] curve) {
    byte[] named = curve(sec1);
    byte[] parameters = named == null ? curve : named;
    return parameters == null
        ? null
        : element(
            SEQUENCE,
            join(VERSION_0, element(SEQUENCE, join(EC, parameters)), element(OCTET_STRING, sec1)));
  }

  private static byte @Nullable [] curve(byte[] sec1) {
    try {
      ByteBuffer fields = content(ByteBuffer.wrap(sec1), SEQUENCE);
      while (fields != null && fields.hasRemaining()) {
        int tag = fields.get(fields.position()) & 0xff;
        ByteBuffer value = content(fields, tag);
        if (value != null && tag == SEC1_PARAMETERS) {
          byte[] found = new byte[value.remaining()];
          value.get(found);
          return found;
        }
      }
    } catch (BufferUnderflowException e) {
      return null; // It is no DER.
    }
    return null;
  }

  /** The content of the next element, which is passed; {@code null} when it has another tag. */
  private static @Nullable ByteBuffer content(ByteBuffer in, int tag) {
    if ((in.get() & 0xff) != tag) {
      return null;
    }
    int length = in.get() & 0xff;
    if (length > 0x82) {
      throw new BufferUnderflowException(); // longer than any key
    } else if (length > 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << 8) | (in.get() & 0xff);
      }
    }
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
