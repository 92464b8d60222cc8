package io.warrenmq.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes as tests write them: hexadecimal digits, and text in single quotes; spaces part them.
 * {@code 'AMQP' 00 00 09 01} is AMQP 0-9-1's protocol header.
 */
public final class Hex {
  private Hex() {}

  /**
   * Reads bytes.
   *
   * @throws IllegalArgumentException when the text is not of this form
   */
  public static byte[] parse(String text) {
    StringBuilder digits = new StringBuilder();
    String[] parts = text.split("'", -1);
    if (parts.length % 2 == 0) {
      throw new IllegalArgumentException("A quote is not closed: " + text);
    }
    for (int i = 0; i < parts.length; i++) {
      digits.append(
          i % 2 == 0
              ? parts[i].replaceAll("\\s", "")
              : HexFormat.of().formatHex(parts[i].getBytes(StandardCharsets.UTF_8)));
    }
    return HexFormat.of().parseHex(digits);
  }

  /** Writes bytes, two digits each, parted by spaces. */
  public static String format(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
