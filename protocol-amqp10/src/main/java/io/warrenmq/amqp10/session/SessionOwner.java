package io.warrenmq.amqp10.session;

import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.link.LinkContext;
import io.warrenmq.amqp10.message.DeliveredMessage;
import io.warrenmq.amqp10.performative.PerformativeSender;

/** The connection, as seen from its sessions. Confined to the connection's loop. */
public interface SessionOwner {
  /** The way out. */
  FrameOutput output();

  /** The way out for what is rare. */
  PerformativeSender sender();

  /** What all links share. */
  LinkContext links();

  /** Writes messages that go out. */
  DeliveredMessage delivered();

  /** Most links of a session, 1 or more. */
  int linkMax();

  /** Reads no further frames until what was begun has ended, well or not. */
  void await(Future<?> begun);

  /** A fault of the client's, with what it ends. */
  void fail(Amqp10Session session, AmqpFault fault);

  /** A fault of ours. */
  void failBug(Throwable bug);

  /** The client publishes. */
  void onPublishing();
}
