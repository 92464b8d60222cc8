package io.warrenmq.server.conversion;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.warrenmq.amqp091.message.Amqp091Format;
import io.warrenmq.amqp091.message.PublishedHeader;
import io.warrenmq.amqp091.method.BasicProperties;
import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.codec.ValueReader;
import io.warrenmq.amqp10.codec.ValueWriter;
import io.warrenmq.amqp10.message.Amqp10Format;
import io.warrenmq.amqp10.message.PublishedMessage;
import io.warrenmq.api.message.Message;
import io.warrenmq.api.message.MessageFormat;
import io.warrenmq.mqtt.message.MqttFormat;
import io.warrenmq.mqtt.message.PropertyCursor;
import io.warrenmq.mqtt.message.PropertyId;
import io.warrenmq.mqtt.message.PropertyWriter;
import io.warrenmq.mqtt.message.PublishHeader;
import io.warrenmq.mqtt.message.ReplyTopics;
import io.warrenmq.mqtt.topic.TopicKeys;
import io.warrenmq.stomp.codec.FrameDecoder;
import io.warrenmq.stomp.codec.FrameLimits;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import io.warrenmq.stomp.destination.Destinations;
import io.warrenmq.stomp.message.DeliveredMessage;
import io.warrenmq.stomp.message.PublishedSend;
import io.warrenmq.stomp.message.StompFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Messages as publishers of each protocol send them, and as consumers see them. */
final class Messages {
  static final MessageFormat AMQP_091 = Amqp091Format.INSTANCE;
  static final MessageFormat AMQP_10 = Amqp10Format.INSTANCE;
  static final MessageFormat MQTT =
      new MqttFormat(new ReplyTopics("amq.topic", new TopicKeys(false)));
  static final StompFormat STOMP = new StompFormat(new Destinations("amq.topic"));

  // The sections of AMQP 1.0, §3.2.
  static final int HEADER = 0x70;
  static final int ANNOTATIONS = 0x72;
  static final int PROPERTIES = 0x73;
  static final int APPLICATION_PROPERTIES = 0x74;
  static final int DATA = 0x75;
  static final int SEQUENCE = 0x76;
  static final int VALUE = 0x77;
  static final int FOOTER = 0x78;

  private Messages() {}

  // ---- AMQP 0-9-1 ----

  static Message amqp091(BasicProperties properties, byte[] body) {
    byte[] header = properties.encode();
    byte[] bytes = Arrays.copyOf(header, header.length + body.length);
    System.arraycopy(body, 0, bytes, header.length, body.length);
    PublishedHeader published = new PublishedHeader();
    published.read(bytes, header.length);
    return published.toMessage(1000, "x", "a.b");
  }

  static BasicProperties properties091(Message message) {
    Message seen = message.in(AMQP_091);
    return BasicProperties.decode(seen.bytes(), 0, seen.headerLength());
  }

  // ---- AMQP 1.0 ----

  /** A message of sections. */
  static Message amqp10(Described... sections) {
    PublishedMessage published = new PublishedMessage();
    published.read(encoded(sections));
    return published.toMessage(1000, "x", "a.b");
  }

  static byte[] encoded(Described... sections) {
    ByteBuf out = Unpooled.buffer();
    for (Described section : sections) {
      ValueWriter.write(out, section);
    }
    return ByteBufUtil.getBytes(out);
  }

  /** A message whose properties are these fields, in the order of §3.2.4. */
  static Message withProperties(@Nullable Object... fields) {
    return amqp10(section(PROPERTIES, Arrays.asList(fields)), data("b"));
  }

  static Described section(int code, @Nullable Object value) {
    return Described.of(code, value);
  }

  static Described data(String text) {
    return section(DATA, bytes(text));
  }

  static io.warrenmq.api.message.Binary bytes(String text) {
    return new io.warrenmq.api.message.Binary(text.getBytes(UTF_8));
  }

  /** What each section holds; of several of a kind the last. */
  static Map<Integer, @Nullable Object> sections(Message message) {
    byte[] seen = message.in(AMQP_10).bytes();
    Map<Integer, @Nullable Object> sections = new LinkedHashMap<>();
    ValueReader reader = new ValueReader(seen, 0, seen.length);
    while (reader.hasMore()) {
      if (reader.read() instanceof Described section) {
        sections.put((int) section.code(), section.value());
      }
    }
    return sections;
  }

  /** A field of the properties, counted as in §3.2.4. */
  static @Nullable Object property10(Message message, int index) {
    return sections(message).get(PROPERTIES) instanceof List<?> fields && index < fields.size()
        ? fields.get(index)
        : null;
  }

  // ---- MQTT ----

  static Message mqtt(int qos, Consumer<PropertyWriter> properties, byte[] payload) {
    PropertyWriter writer = new PropertyWriter();
    properties.accept(writer);
    byte[] client = "client".getBytes(UTF_8);
    byte[] bytes = PublishHeader.before(payload, qos, false, client, writer.bytes());
    return new Message(
        MQTT,
        bytes,
        bytes.length - payload.length,
        qos > 0,
        Message.NO_PRIORITY,
        Message.NO_TTL,
        1000,
        "amq.topic",
        "a.b",
        List.of());
  }

  /** The properties as {@code NUMBER: value}, user properties as {@code name=value}. */
  static List<String> propertiesMqtt(Message message) {
    List<String> all = new ArrayList<>();
    PropertyCursor properties = PropertyCursor.of(message.in(MQTT));
    while (properties.next()) {
      all.add(
          switch (properties.id()) {
            case PropertyId.USER_PROPERTY -> properties.name() + "=" + properties.text();
            case PropertyId.PAYLOAD_FORMAT -> "1: " + properties.octet();
            default -> properties.id() + ": " + properties.text();
          });
    }
    return all;
  }

  // ---- STOMP ----

  /** A message whose headers are these lines of 1.2. */
  static Message stomp(String lines, byte[] body) {
    byte[] head = ("SEND\n" + lines + "content-length:" + body.length + "\n\n").getBytes(UTF_8);
    FrameDecoder decoder = new FrameDecoder(FrameLimits.BEFORE_LOGIN);
    decoder.version(StompVersion.V1_2);
    StompFrame send = decoder.decode(Unpooled.wrappedBuffer(head, body, new byte[1]));
    return new PublishedSend(STOMP).toMessage(Objects.requireNonNull(send), 1000, "x", "a.b", null);
  }

  /** The headers as lines of 1.2, but for those of the frame. */
  static List<String> headersStomp(Message message) {
    FrameWriter.Content seen = new DeliveredMessage(STOMP, StompVersion.V1_2).of(message, 0);
    String lines =
        new String(seen.headers, seen.headersFrom, seen.headersTo - seen.headersFrom, UTF_8);
    return lines.isEmpty() ? List.of() : List.of(lines.split("\n"));
  }

  // ---- any ----

  static byte[] body(Message message, MessageFormat format) {
    Message seen = message.in(format);
    return Arrays.copyOfRange(seen.bytes(), seen.headerLength(), seen.bytes().length);
  }
}
