package io.warrenmq.mqtt.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.warrenmq.mqtt.packet.MqttFault;
import io.warrenmq.mqtt.packet.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads the fields of one packet, and nothing behind it. One for all of a connection. */
final class PacketReader {
  private static final byte[] NONE = {};

  private ByteBuf in;
  private int at;
  private int end;
  // Clients publish to the same topic again and again.
  private byte[] lastTopicBytes = NONE;
  private String lastTopic = "";

  PacketReader(ByteBuf in) {
    this.in = in;
  }

  void begin(ByteBuf in, int from, int end) {
    this.in = in;
    this.at = from;
    this.end = end;
  }

  ByteBuf buffer() {
    return in;
  }

  int position() {
    return at;
  }

  int end() {
    return end;
  }

  boolean hasMore() {
    return at < end;
  }

  void requireEnd() {
    if (at != end) {
      throw MqttFault.malformed("bytes behind the end of the packet");
    }
  }

  /** Where so many bytes begin, which are there. */
  int take(int count) {
    if (count > end - at) {
      throw MqttFault.malformed("the packet ends in the midst of a field");
    }
    int from = at;
    at += count;
    return from;
  }

  int octet() {
    return in.getUnsignedByte(take(1));
  }

  int shortNumber() {
    return in.getUnsignedShort(take(2));
  }

  long number() {
    return in.getUnsignedInt(take(4));
  }

  int packetId() {
    int id = shortNumber();
    if (id == 0) {
      throw MqttFault.malformed("packet identifier 0"); // [MQTT-2.2.1-3]
    }
    return id;
  }

  /** A variable byte integer. MQTT 5.0 §1.5.5 */
  int variableNumber() {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int octet = octet();
      value |= (octet & 0x7F) << shift;
      if (octet < 0x80) {
        if (octet == 0 && shift > 0) {
          throw MqttFault.malformed("a number has more bytes than it needs"); // [MQTT-1.5.5-1]
        }
        return value;
      }
    }
    throw MqttFault.malformed("a number of more than four bytes");
  }

  byte[] binary() {
    int length = shortNumber();
    int from = take(length); // before there is room for it
    byte[] bytes = new byte[length];
    in.getBytes(from, bytes);
    return bytes;
  }

  /** The same, not to be kept. */
  void skipBinary() {
    take(shortNumber());
  }

  /** A string that is checked and not kept. */
  void skipText() {
    int length = shortNumber();
    int from = take(length);
    for (int i = from; i < from + length; i++) {
      if (in.getByte(i) <= 0) {
        byte[] bytes = new byte[length];
        in.getBytes(from, bytes);
        text(bytes);
        return;
      }
    }
  }

  /** Narrows what is read to so many bytes from here; gives the end that there was. */
  int narrow(int count) {
    int former = end;
    int from = take(count);
    at = from;
    end = from + count;
    return former;
  }

  /** Undoes {@link #narrow}, when all of that was read. */
  void widen(int former) {
    requireEnd();
    end = former;
  }

  /** A string. MQTT 5.0 §1.5.4 */
  String text() {
    return text(binary());
  }

  private static String text(byte[] bytes) {
    boolean ascii = true;
    for (byte b : bytes) {
      if (b <= 0) {
        if (b == 0) {
          throw MqttFault.malformed("U+0000 in a string"); // [MQTT-1.5.4-2]
        }
        ascii = false;
      }
    }
    if (ascii) {
      return new String(bytes, UTF_8);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw MqttFault.malformed("a string is not UTF-8"); // [MQTT-1.5.4-1]
    }
  }

  /**
   * A topic name, not checked but for being a string.
   *
   * @param bytesMax how long it may be
   */
  String topic(int bytesMax) {
    int length = shortNumber();
    int from = take(length);
    if (length > bytesMax) {
      throw new MqttFault(
          ReasonCode.TOPIC_NAME_INVALID,
          "a topic of " + length + " bytes, above the limit of " + bytesMax);
    }
    if (isLastTopic(from, length)) {
      return lastTopic;
    }
    byte[] bytes = new byte[length];
    in.getBytes(from, bytes);
    lastTopic = text(bytes);
    lastTopicBytes = bytes;
    return lastTopic;
  }

  private boolean isLastTopic(int from, int length) {
    if (length != lastTopicBytes.length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) { // Topics differ at their end rather.
      if (in.getByte(from + i) != lastTopicBytes[i]) {
        return false;
      }
    }
    return true;
  }
}
