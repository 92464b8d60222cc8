package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;

/**
 * A message's identifier, {@code CONSUMER_TAG@@SESSION@@TAG} as in RabbitMQ. Immutable.
 *
 * @param text as the client gives it back
 * @param consumerTag of the subscription
 * @param tag the message's number in its session
 */
record MessageId(String text, String consumerTag, long tag) {
  private static final int DIGITS_MAX = 18;

  /**
   * Reads it.
   *
   * @param session the client's
   * @throws StompFault in RabbitMQ's words when there is none
   */
  static MessageId of(StompFrame frame, Header header, String session) {
    String text = frame.text(header);
    String command = '"' + frame.command().name() + '"';
    String name = '"' + header.text() + '"';
    if (text == null) {
      throw new StompFault("Missing header", command + " must include the " + name + " header\n");
    }
    int end = text.lastIndexOf(Deliveries.SEPARATOR);
    int before = end - Deliveries.SEPARATOR.length(); // they do not overlap
    int middle = before < 0 ? -1 : text.lastIndexOf(Deliveries.SEPARATOR, before);
    String digits = text.substring(end < 0 ? 0 : end + Deliveries.SEPARATOR.length());
    if (middle < 0 || !isNumber(digits)) {
      throw StompFault.invalidHeader(command + " must include a valid " + name + " header\n");
    }
    MessageId id = new MessageId(text, text.substring(0, middle), Long.parseLong(digits));
    if (!text.substring(middle + Deliveries.SEPARATOR.length(), end).equals(session)) {
      throw id.unknown();
    }
    return id;
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.length() <= DIGITS_MAX
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** It is none of this session's. */
  StompFault unknown() {
    return new StompFault(
        "Subscription not found", "Message with id \"" + text + "\" has no subscription");
  }
}
