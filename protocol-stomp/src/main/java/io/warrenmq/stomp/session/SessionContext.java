package io.warrenmq.stomp.session;

import io.vertx.core.Future;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.broker.VhostAccess;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.stomp.codec.FrameWriter;
import io.warrenmq.stomp.codec.StompFault;
import io.warrenmq.stomp.codec.StompVersion;
import io.warrenmq.stomp.message.StompFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a session share. Confined to the connection's loop.
 *
 * @param loop the loop
 * @param broker the front door
 * @param connection open in its vhost
 * @param access what the client may do there
 * @param format the messages' form
 * @param version which the client speaks
 * @param sessionId the session's name, in the identifiers of its messages
 * @param nackRequeues whether a NACK that does not say so puts its message back
 * @param unfinished bounds the client's transactions
 * @param writer the way out
 * @param gate the way in
 * @param owner the connection
 */
record SessionContext(
    Loop loop,
    BrokerAccess broker,
    BrokerConnection connection,
    VhostAccess access,
    StompFormat format,
    StompVersion version,
    String sessionId,
    boolean nackRequeues,
    UnfinishedBytes unfinished,
    FrameWriter writer,
    ReadGate gate,
    SessionOwner owner) {
  /** Sends the receipt that a frame has asked for, if it has. */
  void receipt(byte @Nullable [] receipt) {
    if (receipt != null) {
      writer.receipt(receipt);
    }
  }

  /**
   * Goes on with the result when it is there; until then the client's frames wait. A failure is
   * told to the client. Nothing happens with the result once the connection is closed.
   *
   * @param receipt of the frame that asks, as it stands there; {@code null} when it has none
   */
  <T extends @Nullable Object> void await(
      Future<T> future, byte @Nullable [] receipt, Consumer<T> andThen) {
    gate.close(ReadGate.ANSWER);
    future.onComplete(
        result -> {
          if (owner.isClosed()) {
            return;
          }
          try {
            if (result.failed()) {
              fail(result.cause(), receipt);
            } else {
              andThen.accept(result.result());
            }
          } catch (RuntimeException failure) {
            fail(failure, receipt);
          }
          gate.open(ReadGate.ANSWER);
        });
  }

  private void fail(Throwable cause, byte @Nullable [] receipt) {
    if (cause instanceof StompFault fault) {
      owner.onFault(fault, receipt);
    } else if (cause instanceof BrokerException refusal) {
      owner.onFault(Refusals.fault(refusal), receipt);
    } else {
      owner.onBug(cause);
    }
  }
}
