package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.Header;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.destination.Destination;

/**
 * Headers that frames must have, with RabbitMQ's errors for those that have them not. Stateless.
 */
final class FrameHeaders {
  private FrameHeaders() {}

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
    String id = frame.text(Header.TRANSACTION);
    if (id == null) {
      throw new StompFault(
          "Missing transaction",
          '"' + frame.command().name() + "\" must include a 'transaction' header\n");
    }
    return id;
  }
}
