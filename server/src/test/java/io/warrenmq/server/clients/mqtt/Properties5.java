package io.warrenmq.server.clients.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The properties of a packet of MQTT 5.0 that the broker sent, in their order. Immutable.
 *
 * @param all identifiers and values: numbers in decimal, binary data in hex, pairs as {@code k=v}
 * @param end where in the packet the rest begins
 */
record Properties5(List<Property> all, int end) {
  record Property(int id, String value) {}

  /** Those of {@code body} from {@code at} on; none when it ends there. */
  static Properties5 of(byte[] body, int at) {
    return at == body.length ? new Properties5(List.of(), at) : new Reader(body, at).read();
  }

  /** The values of the properties with this identifier. */
  List<String> values(int id) {
    return all.stream().filter(p -> p.id == id).map(Property::value).toList();
  }

  private static final class Reader {
    private final byte[] body;
    private int at;

    Reader(byte[] body, int at) {
      this.body = body;
      this.at = at;
    }

    Properties5 read() {
      int length = varInt();
      int end = at + length;
      List<Property> all = new ArrayList<>();
      while (at < end) {
        int id = varInt();
        all.add(new Property(id, value(id)));
      }
      return new Properties5(List.copyOf(all), end);
    }

    private String value(int id) {
      return switch (id) {
        case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2a -> Long.toString(number(1));
        case 0x13, 0x21, 0x22, 0x23 -> Long.toString(number(2));
        case 0x02, 0x11, 0x18, 0x27 -> Long.toString(number(4));
        case 0x0b -> Integer.toString(varInt());
        case 0x09, 0x16 -> HexFormat.of().formatHex(binary());
        case 0x03, 0x08, 0x12, 0x15, 0x1a, 0x1c, 0x1f -> text();
        case 0x26 -> text() + "=" + text();
        default -> throw new AssertionError("no property has the identifier " + id);
      };
    }

    private long number(int bytes) {
      long value = 0;
      for (int i = 0; i < bytes; i++) {
        value = value << 8 | body[at++] & 0xff;
      }
      return value;
    }

    private int varInt() {
      int value = 0;
      int shift = 0;
      int digit;
      do {
        digit = body[at++];
        value |= (digit & 0x7f) << shift;
        shift += 7;
      } while (digit < 0);
      return value;
    }

    private byte[] binary() {
      byte[] data = new byte[(int) number(2)];
      System.arraycopy(body, at, data, 0, data.length);
      at += data.length;
      return data;
    }

    private String text() {
      return new String(binary(), UTF_8);
    }
  }
}
