package io.warrenmq.amqp091.connection;

import io.warrenmq.amqp091.error.AmqpFault;
import io.warrenmq.amqp091.error.ReplyCode;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTune;
import io.warrenmq.amqp091.method.ConnectionMethod.ConnectionTuneOk;
import io.warrenmq.api.broker.BrokerLimits;

/**
 * What broker and client agree on in connection.tune. Immutable.
 *
 * @param frameMax bytes of a whole frame; 0 for no limit
 * @param channelMax how many channels may be open at a time; 0 for no limit
 * @param heartbeatS seconds between signs of life; 0 for none
 */
record Tuning(int frameMax, int channelMax, int heartbeatS) {
  /**
   * AMQP 0-9-1's frame-min-size. RabbitMQ refuses less than 8192 since 4.1, which older clients ask
   * for; there is no need to.
   */
  static final int FRAME_MAX_LOWEST = 4096;

  private static final int CHANNEL_MAX_LOWEST = 1;

  /** What the broker offers. */
  static ConnectionTune offer(BrokerLimits limits) {
    return new ConnectionTune(limits.channelMax(), limits.frameMax(), limits.heartbeatS());
  }

  /**
   * What holds after the client's answer. The client may lower the limits, not raise them; its
   * heartbeat is taken as it is.
   *
   * @throws AmqpFault NOT_ALLOWED when the answer is outside what is allowed
   */
  static Tuning agree(BrokerLimits limits, ConnectionTuneOk answer) {
    long frameMax = answer.frameMax();
    check("frame_max", FRAME_MAX_LOWEST, limits.frameMax(), frameMax, "");
    check(
        "channel_max",
        CHANNEL_MAX_LOWEST,
        limits.channelMax(),
        answer.channelMax(),
        answer.channelMax() == 0 ? " (no limit)" : "");
    return new Tuning(
        (int) Math.min(frameMax, Integer.MAX_VALUE),
        answer.channelMax(),
        answer.heartbeatSeconds());
  }

  private static void check(String field, long lowest, long offered, long answer, String detail) {
    String relation;
    if (answer != 0 && answer < lowest) {
      relation = "lower than the minimum allowed value (" + lowest + ")";
    } else if (offered != 0 && (answer == 0 || answer > offered)) {
      relation = "higher than the maximum allowed value (" + offered + ")";
    } else {
      return;
    }
    throw new AmqpFault(
        ReplyCode.NOT_ALLOWED, "negotiated " + field + " = " + answer + detail + " is " + relation);
  }
}
