package io.warrenmq.stomp.message;

import io.warrenmq.api.message.Message;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.Frames;
import io.warrenmq.stomp.codec.MessageHead;
import io.warrenmq.stomp.codec.StompFrame;
import io.warrenmq.stomp.codec.StompVersion;
import io.warrenmq.stomp.destination.Destinations;
import java.util.ArrayList;
import java.util.List;

/** Messages that clients have sent, and as consumers see them. */
final class Sends {
  static final StompFormat FORMAT = new StompFormat(new Destinations("amq.topic"));

  private Sends() {}

  /** The message of a SEND with these header lines. */
  static Message message(StompVersion version, String lines, String body) {
    StompFrame frame = Frames.frame(version, "SEND\n" + lines + "\n" + body + "^");
    return new PublishedSend(FORMAT).toMessage(frame, 1000, "x", "a.b", null);
  }

  static Message message(String lines) {
    return message(StompVersion.V1_2, lines, "b");
  }

  /** The frame that a consumer gets, the headers that each message has left out. */
  static List<String> seen(StompVersion version, Message message, int deliveryCount) {
    Frames.Sent sent = new Frames.Sent();
    FrameWriter writer = new FrameWriter(sent, true);
    DeliveredMessage delivered = new DeliveredMessage(FORMAT, version);
    writer.message(
        MessageHead.of(version, null, "T@@S@@", false),
        1,
        false,
        delivered.of(message, deliveryCount));
    sent.text();
    StompFrame frame = Frames.ofMessage(version, sent.bytes);
    List<String> headers = new ArrayList<>(Frames.headers(frame));
    headers.removeIf(
        header -> header.matches("(?s)(destination|message-id|redelivered|content-length)=.*"));
    return headers;
  }

  static List<String> seen(Message message) {
    return seen(StompVersion.V1_2, message, 0);
  }
}
