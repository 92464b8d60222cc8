package io.warrenmq.stomp.message;

import io.warrenmq.api.message.Annotations;
import io.warrenmq.api.message.DeathHistory;
import io.warrenmq.api.message.Message;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.HeaderText;
import io.warrenmq.stomp.codec.StompVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says what a MESSAGE has of its message: the bytes that are kept, unless something was added to it
 * on its way, or the client's version cannot read them. One for each connection. Confined to its
 * loop.
 */
public final class DeliveredMessage {
  private static final byte[] NONE = {};
  private static final String DELIVERY_COUNT = "x-delivery-count";

  private final StompFormat format;
  private final StompVersion version;
  private final FrameWriter.Content content = new FrameWriter.Content();
  // Where the last message was sent to, and as a header: mostly the next one was too.
  private String exchange = "";
  private String routingKey = "";
  private byte[] destination = NONE;

  /**
   * For a client.
   *
   * @param version which the client speaks
   */
  public DeliveredMessage(StompFormat format, StompVersion version) {
    this.format = format;
    this.version = version;
  }

  /**
   * What there is to write of a message of any format.
   *
   * @param deliveryCount how often it was returned as failed; 0 and −1 are not shown
   * @return valid until the next call
   */
  public FrameWriter.Content of(Message message, int deliveryCount) {
    Message own = message.in(format);
    if (deliveryCount <= 0 && own.annotations().isEmpty() && isReadable(SendHeader.flags(own))) {
      content.headers = own.bytes();
      content.headersFrom = SendHeader.LINES_AT;
      content.headersTo = own.headerLength();
    } else {
      content.headers = rewritten(own, deliveryCount);
      content.headersFrom = 0;
      content.headersTo = content.headers.length;
    }
    content.body = own.bytes();
    content.bodyFrom = own.headerLength();
    content.destination = destination(message);
    return content;
  }

  private boolean isReadable(int flags) {
    return switch (version) {
      case V1_0 -> (flags & SendHeader.ESCAPED) == 0;
      case V1_1 -> (flags & SendHeader.RETURN_ESCAPED) == 0;
      case V1_2 -> true;
    };
  }

  private byte[] rewritten(Message message, int deliveryCount) {
    Annotations annotations = message.annotations();
    Map<String, String> added = added(annotations);
    if (deliveryCount > 0) {
      added.put(DELIVERY_COUNT, Integer.toString(deliveryCount));
    }
    LineWriter out = new LineWriter(version);
    LineCursor lines = LineCursor.of(message);
    while (lines.next()) {
      String name = lines.name();
      boolean isExpired = annotations.ttlRemoved() && lines.header() == Header.EXPIRATION;
      if (!isExpired && !added.containsKey(name)) {
        out.put(name, lines.value());
      }
    }
    added.forEach(out::put);
    return out.bytes();
  }

  private static Map<String, String> added(Annotations annotations) {
    Map<String, String> added = new LinkedHashMap<>();
    if (!annotations.isEmpty()) {
      added.putAll(DeathHistory.firstAndLast(annotations));
      annotations
          .values()
          .forEach(
              (key, value) -> {
                String text = ValueText.of(value);
                if (text != null && !ValueText.isInternal(key) && Header.of(key) == null) {
                  added.put(key, text);
                }
              });
    }
    return added;
  }

  private byte[] destination(Message message) {
    if (!message.exchange().equals(exchange)
        || !message.routingKey().equals(routingKey)
        || destination.length == 0) {
      exchange = message.exchange();
      routingKey = message.routingKey();
      byte[] escaped = HeaderText.escape(format.destinations().text(exchange, routingKey), version);
      destination = escaped == null ? NONE : escaped; // It has no character that cannot be written.
    }
    return destination;
  }
}
