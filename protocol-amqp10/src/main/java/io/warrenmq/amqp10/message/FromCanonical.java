package io.warrenmq.amqp10.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.api.message.Binary;
import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.CanonicalMessage.Body;
import io.warrenmq.api.message.CanonicalMessage.Data;
import io.warrenmq.api.message.CanonicalMessage.Properties;
import io.warrenmq.api.message.CanonicalMessage.Value;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form to AMQP 1.0, whose sections are the same. What a section may not hold is left
 * out: text that is no symbol where one is asked for, lists and maps among application properties.
 */
final class FromCanonical {
  private static final int BYTES_GUESS = 256; // of all sections but the body
  private static final long UINT_MAX = 0xFFFF_FFFFL;

  private final Message original;
  private final CanonicalMessage content;
  private final ByteBuf out = Unpooled.buffer(BYTES_GUESS);

  private FromCanonical(Message original, CanonicalMessage content) {
    this.original = original;
    this.content = content;
  }

  static Message convert(Message original, CanonicalMessage content) {
    return new FromCanonical(original, content).convert();
  }

  private Message convert() {
    Binary encoded = Conversion.encoded(content.body());
    boolean isEncoded = encoded != null && isBody(encoded.bytes());
    writeHeader();
    writeMap(Section.MESSAGE_ANNOTATIONS, annotations());
    writeProperties(isEncoded);
    writeMap(Section.APPLICATION_PROPERTIES, applicationProperties());
    int headerLength = out.writerIndex();
    if (encoded == null) {
      writeBody(content.body());
    } else if (isEncoded) {
      out.writeBytes(encoded.bytes());
    } else { // It says that it is of AMQP 1.0, and is not.
      writeData(encoded);
    }
    return Conversion.message(
        Amqp10Format.INSTANCE, ByteBufUtil.getBytes(out), headerLength, original, content);
  }

  private static boolean isBody(byte[] bytes) {
    MessageSections sections = new MessageSections();
    return StoredMessage.isMessage(sections, bytes)
        && sections.body() != 0
        && sections.bodyAt() == 0;
  }

  private void writeHeader() {
    List<@Nullable Object> fields = new ArrayList<>(3);
    fields.add(content.durable());
    fields.add(content.priority() < 0 ? null : Unsigned.ubyte(content.priority()));
    fields.add(content.ttlMs() < 0 ? null : Unsigned.uint(Math.min(content.ttlMs(), UINT_MAX)));
    ValueWriter.composite(out, Section.HEADER, fields);
  }

  private Map<Symbol, @Nullable Object> annotations() {
    Map<Symbol, @Nullable Object> annotations = new LinkedHashMap<>();
    content
        .messageAnnotations()
        .forEach(
            (name, value) -> {
              if (isAscii(name)) {
                annotations.put(new Symbol(name), value);
              }
            });
    return annotations;
  }

  private Map<String, @Nullable Object> applicationProperties() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    content
        .applicationProperties()
        .forEach(
            (name, value) -> {
              if (!(value instanceof List<?> || value instanceof Map<?, ?>)) { // §3.2.5
                values.put(name, value);
              }
            });
    return values;
  }

  private void writeMap(int section, Map<?, ?> map) {
    if (!map.isEmpty()) {
      ValueWriter.descriptor(out, section);
      ValueWriter.write(out, map);
    }
  }

  private void writeProperties(boolean isEncoded) {
    Properties p = content.properties();
    // What has been decoded is no longer what the content type says.
    boolean isType = !(isEncoded && Conversion.AMQP_CONTENT_TYPE.equals(p.contentType()));
    List<@Nullable Object> fields = new ArrayList<>(13);
    fields.add(p.messageId());
    fields.add(p.userId());
    fields.add(p.to());
    fields.add(p.subject());
    fields.add(p.replyTo());
    fields.add(p.correlationId());
    fields.add(isType ? symbol(p.contentType()) : null);
    fields.add(symbol(p.contentEncoding()));
    fields.add(p.absoluteExpiryTime());
    fields.add(p.creationTime());
    fields.add(p.groupId());
    fields.add(p.groupSequence() == null ? null : Unsigned.uint(p.groupSequence()));
    fields.add(p.replyToGroupId());
    if (fields.stream().anyMatch(field -> field != null)) {
      ValueWriter.composite(out, Section.PROPERTIES, fields);
    }
  }

  private static @Nullable Symbol symbol(@Nullable String text) {
    return text == null || !isAscii(text) ? null : new Symbol(text);
  }

  private static boolean isAscii(String text) {
    return US_ASCII.newEncoder().canEncode(text);
  }

  private void writeBody(Body body) {
    if (body instanceof Value value) {
      ValueWriter.descriptor(out, Section.VALUE);
      ValueWriter.write(out, value.value());
    } else if (body instanceof Data data && !data.sections().isEmpty()) {
      data.sections().forEach(this::writeData);
    } else {
      writeData(new Binary(new byte[0]));
    }
  }

  private void writeData(Binary bytes) {
    ValueWriter.descriptor(out, Section.DATA);
    ValueWriter.binary(out, bytes.bytes());
  }
}
