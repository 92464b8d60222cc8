package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes messages of AMQP 1.0 section by section, and takes them apart. */
final class MessageBytes {
  private final ByteBuf out = Unpooled.buffer();

  /** Any section. */
  MessageBytes section(int code, @Nullable Object value) {
    ValueWriter.descriptor(out, code);
    ValueWriter.write(out, value);
    return this;
  }

  MessageBytes header(@Nullable Object... fields) {
    return section(Section.HEADER, Arrays.asList(fields));
  }

  MessageBytes properties(@Nullable Object... fields) {
    return section(Section.PROPERTIES, Arrays.asList(fields));
  }

  MessageBytes annotations(Map<String, ?> annotations) {
    Map<Symbol, @Nullable Object> keyed = new LinkedHashMap<>();
    annotations.forEach((key, value) -> keyed.put(new Symbol(key), value));
    return section(Section.MESSAGE_ANNOTATIONS, keyed);
  }

  MessageBytes applicationProperties(Map<String, ?> values) {
    return section(Section.APPLICATION_PROPERTIES, values);
  }

  MessageBytes data(String text) {
    ValueWriter.descriptor(out, Section.DATA);
    ValueWriter.binary(out, text.getBytes(UTF_8));
    return this;
  }

  /** Bytes as they are. */
  MessageBytes raw(int... octets) {
    for (int octet : octets) {
      out.writeByte(octet);
    }
    return this;
  }

  byte[] bytes() {
    return ByteBufUtil.getBytes(out);
  }

  /** The message as the broker takes it. */
  Message published() {
    PublishedMessage published = new PublishedMessage();
    published.read(bytes());
    return published.toMessage(1000, "x", "k");
  }

  /** A message that was stored without a look at it. */
  static Message stored(byte[] bytes, int headerLength) {
    return new Message(
            Amqp10Format.INSTANCE,
            bytes,
            headerLength,
            true,
            Message.NO_PRIORITY,
            Message.NO_TTL,
            1000,
            "x",
            "k",
            List.of())
        .annotate(Annotations.NONE);
  }

  /** All sections of a message as they are described, in their order. */
  static List<Object> sections(byte[] bytes) {
    List<Object> sections = new ArrayList<>();
    ValueReader reader = new ValueReader(bytes, 0, bytes.length);
    while (reader.hasMore()) {
      sections.add(String.valueOf(reader.read()));
    }
    return sections;
  }
}
