package io.warrenmq.api.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What formats have in common when they convert from and to the canonical form. Stateless. */
public final class Conversion {
  /** The content type of {@link #encoded} bodies, where one says what the bytes are. */
  public static final String AMQP_CONTENT_TYPE = "message/vnd.rabbitmq.amqp";

  /** The annotation with the routing key to which a response topic of MQTT leads. */
  public static final String REPLY_TO_TOPIC = "x-reply-to-topic";

  private static final String URN = "urn:uuid:";
  private static final Pattern UUID_URN =
      Pattern.compile(URN + "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private Conversion() {}

  /** The identifier in a text like {@code urn:uuid:…}; {@code null} when it is none. */
  public static @Nullable UUID uuidOfUrn(String text) {
    return UUID_URN.matcher(text).matches() ? UUID.fromString(text.substring(URN.length())) : null;
  }

  /**
   * The bytes of a body for protocols that have but bytes: data sections behind each other, else
   * what AMQP 1.0 writes, of which the message should then say so.
   */
  public static byte[] bytes(CanonicalMessage.Body body) {
    if (body instanceof CanonicalMessage.Data data) {
      return data.sections().size() == 1 ? data.sections().get(0).bytes() : all(data.sections());
    }
    Binary encoded = encoded(body);
    if (encoded != null) {
      return encoded.bytes();
    }
    return body instanceof CanonicalMessage.Value value && value.value() != null
        ? value.value().toString().getBytes(UTF_8)
        : new byte[0];
  }

  private static byte[] all(List<Binary> sections) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    sections.forEach(section -> all.writeBytes(section.bytes()));
    return all.toByteArray();
  }

  /** What AMQP 1.0 writes for a body; {@code null} when it is bytes alone. */
  public static @Nullable Binary encoded(CanonicalMessage.Body body) {
    if (body instanceof CanonicalMessage.Encoded other) {
      return other.sections();
    }
    return body instanceof CanonicalMessage.Value value ? value.encoded() : null;
  }

  /**
   * A message that was converted: with the routing and the annotations of the original.
   *
   * @param bytes header and body in the format; owned by the message from now on
   * @param headerLength how many of the bytes are the header
   * @param content what it was converted from
   */
  public static Message message(
      MessageFormat format,
      byte[] bytes,
      int headerLength,
      Message original,
      CanonicalMessage content) {
    return new Message(
            format,
            bytes,
            headerLength,
            content.durable(),
            content.priority() < 0 ? Message.NO_PRIORITY : content.priority(),
            content.ttlMs() < 0 ? Message.NO_TTL : content.ttlMs(),
            original.receivedMs(),
            original.exchange(),
            original.routingKey(),
            original.extraRoutingKeys())
        .annotate(original.annotations());
  }
}
