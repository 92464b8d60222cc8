package io.warrenmq.stomp.session;

import io.warrenmq.stomp.codec.StompFault;
import org.jspecify.annotations.Nullable;

/** What a subscription's acknowledgements mean. STOMP 1.2 "SUBSCRIBE ack Header". */
enum AckMode {
  /** There are none. */
  AUTO,
  /** Each is for all of the subscription's messages up to the one that it names. */
  CLIENT,
  /** Each is for one message. */
  CLIENT_INDIVIDUAL;

  /**
   * Reads the header.
   *
   * @param text {@code null} when it is not there
   * @throws StompFault when there is no such mode
   */
  static AckMode of(@Nullable String text) {
    if (text == null) {
      return AUTO;
    }
    return switch (text) {
      case "auto" -> AUTO;
      case "client" -> CLIENT;
      case "client-individual" -> CLIENT_INDIVIDUAL;
      default ->
          throw StompFault.invalidHeader(
              "'ack' is '" + text + "', and must be auto, client or client-individual\n");
    };
  }
}
