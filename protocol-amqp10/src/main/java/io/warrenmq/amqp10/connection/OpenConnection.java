package io.warrenmq.amqp10.connection;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.warrenmq.amqp10.codec.DecodeFault;
import io.warrenmq.amqp10.codec.FrameCursor;
import io.warrenmq.amqp10.codec.FrameOutput;
import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.error.AmqpFault.Scope;
import io.warrenmq.amqp10.link.LinkContext;
import io.warrenmq.amqp10.message.DeliveredMessage;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.amqp10.performative.Begin;
import io.warrenmq.amqp10.performative.Close;
import io.warrenmq.amqp10.performative.Detach;
import io.warrenmq.amqp10.performative.End;
import io.warrenmq.amqp10.performative.ErrorValue;
import io.warrenmq.amqp10.performative.Performative;
import io.warrenmq.amqp10.performative.PerformativeSender;
import io.warrenmq.amqp10.session.Amqp10Session;
import io.warrenmq.amqp10.session.SessionOwner;
import io.warrenmq.amqp10.session.Termini;
import io.warrenmq.api.broker.BrokerAccess;
import io.warrenmq.api.broker.BrokerConnection;
import io.warrenmq.api.broker.UnfinishedBytes;
import io.warrenmq.api.error.BrokerException;
import io.warrenmq.api.protocol.ReadGate;
import io.warrenmq.api.protocol.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection while it is open: its sessions, and what it means for one of them to fail. Confined
 * to the connection's loop.
 */
final class OpenConnection implements SessionOwner {
  // What goes wrong with sessions is in the log's category of channels.
  private static final Logger SESSION_LOG = LoggerFactory.getLogger(Amqp10Session.class);
  // Transfers that may come although the queues are full, by credit that was given before.
  private static final int PAUSED_TRANSFERS_MAX = 1_000;

  private final Amqp10Connection connection;
  private final BrokerConnection opened;
  private final Amqp10Options options;
  private final FrameOutput output;
  private final PerformativeSender sender;
  private final ReadGate gate;
  private final LinkContext links;
  private final Termini termini;
  private final LoopShared shared;
  private final Transport transport;
  private final SessionTable sessions;
  private boolean blocked;
  private boolean paused;
  private int pausedTransfers;
  private boolean released;
  private boolean sessionFaultLogged;
  private @Nullable Runnable onEnd;

  OpenConnection(
      Amqp10Connection connection,
      String container,
      Transport transport,
      BrokerAccess broker,
      Amqp10Options options,
      int channelMax,
      BrokerConnection opened,
      FrameOutput output,
      PerformativeSender sender,
      ReadGate gate) {
    this.connection = connection;
    this.transport = transport;
    this.opened = opened;
    this.options = options;
    this.output = output;
    this.sender = sender;
    this.gate = gate;
    this.shared = LoopShared.ofThisLoop();
    this.sessions = new SessionTable(channelMax + 1);
    this.termini =
        new Termini(container, options.addresses(), broker, secret -> renew(broker, secret));
    this.links =
        new LinkContext(
            transport.loop(),
            opened,
            broker.limits(),
            options.linkCreditMax(),
            new UnfinishedBytes(broker.limits().messageBytesMax(), opened::holdBytes),
            shared.published);
  }

  /** Calls this once when nothing of the connection is left, before its client is told. */
  void onEnd(Runnable call) {
    onEnd = call;
  }

  /** Takes a frame that has a body. */
  void onFrame(ByteBuf in, int channel, int body, int end) {
    int code = FrameCursor.code(in, body, end);
    if (code != FrameCursor.TRANSFER
        && code != FrameCursor.DISPOSITION
        && code != FrameCursor.FLOW) {
      onPerformative(channel, Amqp10Connection.read(in, body, end));
      return;
    }
    Amqp10Session session = sessions.get(channel);
    if (session == null) {
      return; // it is ending
    }
    FrameCursor cursor = shared.cursor;
    try {
      cursor.begin(in, body, end);
      switch (code) {
        case FrameCursor.TRANSFER -> session.onTransfer(cursor, in, end);
        case FrameCursor.DISPOSITION -> session.onDisposition(cursor);
        default -> session.onFlow(cursor);
      }
    } catch (AmqpFault fault) {
      fail(session, fault);
    } catch (DecodeFault fault) {
      fail(session, AmqpFault.connection(AmqpCondition.DECODE_ERROR, fault.detail()));
    }
  }

  private void onPerformative(int channel, Performative performative) {
    if (performative instanceof Close) {
      connection.onClose();
    } else if (performative instanceof Begin begin) {
      onBegin(channel, begin);
    } else if (performative instanceof End) {
      onEnd(channel);
    } else if (performative instanceof Attach || performative instanceof Detach) {
      Amqp10Session session = sessions.get(channel);
      if (session == null) {
        return; // it is ending
      }
      try {
        if (performative instanceof Attach attach) {
          session.onAttach(attach);
        } else {
          session.onDetach((Detach) performative);
        }
      } catch (AmqpFault fault) {
        fail(session, fault);
      }
    } else {
      throw AmqpFault.connection(
          AmqpCondition.ILLEGAL_STATE, "a frame that may not come now: " + performative.code());
    }
  }

  private void onBegin(int channel, Begin begin) {
    sessions.reserve(channel);
    try {
      sessions.put(channel, new Amqp10Session(channel, begin, this, opened, termini, blocked));
    } catch (BrokerException refusal) {
      throw AmqpFault.of(Scope.CONNECTION, refusal);
    }
  }

  private void onEnd(int channel) {
    Amqp10Session session = sessions.remove(channel);
    if (session == null) {
      return; // the answer to ours
    }
    Future<Void> ended = session.release();
    await(ended);
    ended.onComplete(
        done -> {
          if (!released) {
            sender.send(channel, new End(null));
          }
        });
  }

  private Future<Void> renew(BrokerAccess broker, String secret) {
    return broker
        .renew(transport.loop(), opened.principal(), secret, transport.info())
        .onSuccess(opened::renew)
        .mapEmpty();
  }

  void setWritable(boolean writable) {
    opened.setWritable(writable);
  }

  /** Resources are short, or no longer. */
  void setBlocked(boolean isBlocked) {
    blocked = isBlocked;
    for (Amqp10Session session : sessions.all()) {
      session.setBlocked(isBlocked);
    }
  }

  /** The queues take no more, or more again. */
  void setPaused(boolean isPaused) {
    paused = isPaused;
    pausedTransfers = 0;
    for (Amqp10Session session : sessions.all()) {
      session.setPaused(isPaused);
    }
    if (!isPaused) {
      gate.open(ReadGate.FLOW);
    }
  }

  /**
   * Ends all sessions and the broker's side. May be called twice.
   *
   * @return completes once the queues are gone that end with the connection; never fails
   */
  Future<Void> release() {
    if (released) {
      return Future.succeededFuture();
    }
    released = true;
    List<Future<Void>> endings = new ArrayList<>();
    for (Amqp10Session session : sessions.all()) {
      endings.add(session.release());
    }
    endings.add(opened.close());
    Future<Void> ended = Future.join(endings).<Void>mapEmpty().otherwiseEmpty();
    Runnable call = onEnd;
    return call == null ? ended : ended.onComplete(done -> call.run());
  }

  // ---- for sessions ----

  @Override
  public FrameOutput output() {
    return output;
  }

  @Override
  public PerformativeSender sender() {
    return sender;
  }

  @Override
  public LinkContext links() {
    return links;
  }

  @Override
  public DeliveredMessage delivered() {
    return shared.delivered;
  }

  @Override
  public int linkMax() {
    return options.linkMax();
  }

  @Override
  public void await(Future<?> begun) {
    if (!begun.isComplete()) {
      gate.close(ReadGate.ANSWER);
      begun.onComplete(done -> gate.open(ReadGate.ANSWER));
    }
  }

  @Override
  public void fail(@Nullable Amqp10Session session, AmqpFault fault) {
    if (released) {
      return;
    }
    if (session == null || fault.scope() == Scope.CONNECTION) {
      connection.onFault(fault);
      return;
    }
    if (!sessionFaultLogged) {
      sessionFaultLogged = true;
      SESSION_LOG.warn(
          "{}: session {}: {}: {}",
          opened.name(),
          session.channel(),
          fault.condition().symbol(),
          fault.description());
    }
    sessions.expectEnd(session.channel());
    session.release();
    sender.send(session.channel(), new End(ErrorValue.of(fault)));
  }

  @Override
  public void failBug(Throwable bug) {
    connection.onBug(bug);
  }

  @Override
  public void onPublishing() {
    if (paused && ++pausedTransfers > PAUSED_TRANSFERS_MAX) {
      gate.close(ReadGate.FLOW);
    }
  }
}
