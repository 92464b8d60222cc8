package io.warrenmq.stomp.message;

import io.warrenmq.api.message.CanonicalMessage;
import io.warrenmq.api.message.Conversion;
import io.warrenmq.api.message.Message;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompVersion;
import io.warrenmq.stomp.destination.Destinations;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form to STOMP, as RabbitMQ converts from AMQP 1.0 to 0-9-1, and that to headers.
 * What is a single value is text (RabbitMQ leaves out what is neither text nor a whole number of 32
 * or 64 bits); lists and maps are left out, and what has the name of one of the frame's own
 * headers.
 */
final class FromCanonical {
  private final CanonicalMessage content;
  private final LineWriter out = new LineWriter(StompVersion.V1_2);
  private final Set<String> written = new HashSet<>();

  private FromCanonical(CanonicalMessage content) {
    this.content = content;
  }

  static Message convert(
      StompFormat format, Message original, CanonicalMessage content, Destinations destinations) {
    FromCanonical conversion = new FromCanonical(content);
    conversion.writeProperties(destinations);
    conversion.writeHeaders();
    byte[] lines = conversion.out.bytes();
    byte[] body = Conversion.bytes(content.body());
    int headerLength = SendHeader.LINES_AT + lines.length;
    byte[] bytes = new byte[headerLength + body.length];
    SendHeader.write(bytes, conversion.out.flags());
    System.arraycopy(lines, 0, bytes, SendHeader.LINES_AT, lines.length);
    System.arraycopy(body, 0, bytes, headerLength, body.length);
    return Conversion.message(format, bytes, headerLength, original, content);
  }

  private void writeProperties(Destinations destinations) {
    CanonicalMessage.Properties p = content.properties();
    property(Header.CONTENT_TYPE, p.contentType());
    property(Header.CONTENT_ENCODING, p.contentEncoding());
    property(Header.PERSISTENT, content.durable() ? "true" : null);
    property(Header.PRIORITY, content.priority() < 0 ? null : Integer.toString(content.priority()));
    property(Header.CORRELATION_ID, ValueText.ofId(p.correlationId()));
    property(Header.REPLY_TO, p.replyTo() == null ? null : destinations.replyTo(p.replyTo()));
    property(Header.EXPIRATION, content.ttlMs() < 0 ? null : Long.toString(content.ttlMs()));
    property(Header.AMQP_MESSAGE_ID, ValueText.ofId(p.messageId()));
    property(
        Header.TIMESTAMP,
        p.creationTime() == null ? null : Long.toString(ValueText.seconds(p.creationTime())));
    property(Header.TYPE, type());
    property(Header.USER_ID, p.userId() == null ? null : ValueText.of(p.userId()));
    property(Header.APP_ID, p.groupId());
  }

  private void property(Header header, @Nullable String value) {
    if (value != null) {
      out.put(header, value);
    }
  }

  private @Nullable String type() {
    if (Conversion.encoded(content.body()) != null) {
      return ToCanonical.AMQP10_TYPE;
    }
    return content.messageAnnotations().get(ToCanonical.TYPE) instanceof String type ? type : null;
  }

  /** What the broker has noted takes the place of a header of the same name. */
  private void writeHeaders() {
    for (Map.Entry<String, @Nullable Object> entry : content.messageAnnotations().entrySet()) {
      if (!ValueText.isInternal(entry.getKey())) {
        header(entry.getKey(), entry.getValue());
      }
    }
    content.applicationProperties().forEach(this::header);
  }

  private void header(String name, @Nullable Object value) {
    Header header = Header.of(name);
    if (header != null && (header.isOfFrame() || header.isProperty())) {
      return; // It would be taken for another thing.
    }
    String text = ValueText.of(value);
    if (text != null && written.add(name)) {
      out.put(name, text);
    }
  }
}
