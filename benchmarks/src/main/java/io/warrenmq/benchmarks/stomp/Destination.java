package io.warrenmq.benchmarks.stomp;

import io.netty.buffer.ByteBuf;

/**
 * A queue or a topic, as a broker wants to have it named.
 *
 * @param typed whether a subscription has to say which of both it is, and limits what it is sent in
 *     bytes, as with Artemis; otherwise the name says it, and the limit is one of messages, as with
 *     RabbitMQ
 */
record Destination(String name, boolean isTopic, boolean typed) {

  static Destination queue(String name, boolean typed) {
    return new Destination("/queue/" + name, false, typed);
  }

  static Destination topic(String name, boolean typed) {
    return new Destination("/topic/" + name, true, typed);
  }

  /** The headers of a SEND to it. */
  void ofSend(ByteBuf out) {
    Frames.header(out, "destination", name);
  }

  /**
   * The headers of a SUBSCRIBE to it.
   *
   * @param prefetch messages that the broker may send before it has acknowledgements; 0 for any
   *     number
   * @param bodyBytes of each of these messages
   */
  void ofSubscribe(ByteBuf out, int prefetch, int bodyBytes) {
    Frames.header(out, "destination", name);
    if (typed) {
      Frames.header(out, "subscription-type", isTopic ? "MULTICAST" : "ANYCAST");
    }
    if (prefetch > 0) {
      String limit = typed ? "consumer-window-size" : "prefetch-count";
      Frames.header(out, limit, Integer.toString(typed ? prefetch * bodyBytes : prefetch));
    }
  }
}
