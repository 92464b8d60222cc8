package io.warrenmq.amqp10.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.Message;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Messages as clients write and read them. */
public final class Messages {
  private static final int PROPERTIES = 0x73;
  private static final int DATA = 0x75;
  private static final int VALUE = 0x77;

  private Messages() {}

  /** A message that is a data section alone. */
  public static byte[] data(String text) {
    return section(DATA, new Binary(text.getBytes(UTF_8)));
  }

  /** A message to an address. */
  public static byte[] to(@Nullable String address, String text) {
    return join(section(PROPERTIES, Arrays.asList(null, null, address)), data(text));
  }

  /** A message that is a value alone. */
  public static byte[] value(Object value) {
    return section(VALUE, value);
  }

  /** A message whose data section has so many bytes in all. */
  public static byte[] ofSize(int bytes) {
    ByteBuf out = Unpooled.buffer();
    out.writeShort(0x53).writeByte(DATA).writeByte(0xb0).writeInt(bytes - 8).writeZero(bytes - 8);
    return ByteBufUtil.getBytes(out);
  }

  /** A section, whatever it is. */
  public static byte[] section(int code, Object value) {
    ByteBuf out = Unpooled.buffer();
    ValueWriter.descriptor(out, code);
    ValueWriter.write(out, value);
    return ByteBufUtil.getBytes(out);
  }

  public static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** The text of a message's data section. */
  public static String body(byte[] message) {
    ValueReader reader = new ValueReader(message, 0, message.length);
    while (reader.hasMore()) {
      Described section = (Described) reader.read();
      if (section != null && section.code() == DATA && section.value() instanceof Binary data) {
        return new String(data.bytes(), UTF_8);
      }
    }
    throw new AssertionError("a message without data");
  }

  static Message stored(String queue, byte[] bytes) {
    PublishedMessage published = new PublishedMessage();
    published.read(bytes);
    return published.toMessage(1000, "", queue);
  }
}
