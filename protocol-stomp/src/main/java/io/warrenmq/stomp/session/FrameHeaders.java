package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.destination.Destination;
import org.jspecify.annotations.Nullable;

/**
 * Headers that frames must have, with RabbitMQ's errors for those that have them not, and those
 * that are kept. Stateless.
 */
final class FrameHeaders {
  private static final int NAME_CHARS_MAX = 1_000;

  private FrameHeaders() {}

  /**
   * What the client names something by that the session keeps: bounded, as there may be many.
   * {@code null} when the header is not there.
   */
  static @Nullable String name(StompFrame frame, Header header) {
    String text = frame.text(header);
    if (text != null && text.length() > NAME_CHARS_MAX) {
      throw tooLong(frame, header);
    }
    return text;
  }

  /** The receipt that a frame asks for, as it stands there, to be kept: bounded likewise. */
  static byte @Nullable [] receipt(StompFrame frame) {
    byte[] receipt = frame.raw(Header.RECEIPT);
    if (receipt != null && receipt.length > NAME_CHARS_MAX) {
      throw tooLong(frame, Header.RECEIPT);
    }
    return receipt;
  }

  private static StompFault tooLong(StompFrame frame, Header header) {
    return StompFault.invalidHeader(
        "'"
            + header.text()
            + "' of "
            + frame.command().name()
            + " must not be longer than "
            + NAME_CHARS_MAX
            + " characters\n");
  }

  static Destination destination(StompFrame frame) {
    String text = frame.text(Header.DESTINATION);
    if (text == null) {
      throw new StompFault(
          "Missing destination",
          '"' + frame.command().name() + "\" must include a 'destination' header\n");
    }
    return Destination.parse(text);
  }

  static String transaction(StompFrame frame) {
    String id = name(frame, Header.TRANSACTION);
    if (id == null) {
      throw new StompFault(
          "Missing transaction",
          '"' + frame.command().name() + "\" must include a 'transaction' header\n");
    }
    return id;
  }
}
