package io.warrenmq.api.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What formats have in common when they convert from and to the canonical form. Stateless. */
public final class Conversion {
  private static final String URN = "urn:uuid:";
  private static final Pattern UUID_URN =
      Pattern.compile(URN + "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private Conversion() {}

  /** The identifier in a text like {@code urn:uuid:…}; {@code null} when it is none. */
  public static @Nullable UUID uuidOfUrn(String text) {
    return UUID_URN.matcher(text).matches() ? UUID.fromString(text.substring(URN.length())) : null;
  }

  /**
   * The bytes of a body for protocols that have but bytes: data sections behind each other, a value
   * that is text or binary; empty for other bodies, which have no form there.
   */
  public static byte[] bytes(CanonicalMessage.Body body) {
    if (body instanceof CanonicalMessage.Data data) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      data.sections().forEach(section -> all.writeBytes(section.bytes()));
      return all.toByteArray();
    } else if (body instanceof CanonicalMessage.Value value
        && value.value() instanceof Binary bytes) {
      return bytes.bytes();
    } else if (body instanceof CanonicalMessage.Value value
        && value.value() instanceof String text) {
      return text.getBytes(UTF_8);
    }
    return new byte[0];
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
