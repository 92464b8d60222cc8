package io.warrenmq.amqp10.connection;

import io.warrenmq.amqp10.error.AmqpCondition;
import io.warrenmq.amqp10.error.AmqpFault;
import io.warrenmq.amqp10.session.Amqp10Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a connection by their channels, which the client chooses. A channel whose session
 * the broker has ended stays taken until the client ends it too; what comes for it meanwhile is
 * passed over. Confined to the connection's loop.
 */
final class SessionTable {
  private final int sessionMax;
  private final BitSet taken = new BitSet();
  private @Nullable Amqp10Session[] sessions = new @Nullable Amqp10Session[1];

  /**
   * Creates it.
   *
   * @param sessionMax the highest channel that both ends take, and 1
   */
  SessionTable(int sessionMax) {
    this.sessionMax = sessionMax;
  }

  /**
   * Takes a channel for a session that is to begin.
   *
   * @throws AmqpFault when it cannot be
   */
  void reserve(int channel) {
    checkRange(channel);
    if (taken.get(channel)) {
      throw AmqpFault.connection(
          AmqpCondition.ILLEGAL_STATE, "a session has begun on channel " + channel + " already");
    }
    taken.set(channel);
  }

  private void checkRange(int channel) {
    if (channel >= sessionMax) {
      throw AmqpFault.connection(
          AmqpCondition.FRAMING_ERROR,
          "channel number ("
              + channel
              + ") exceeds maximum channel number ("
              + (sessionMax - 1)
              + ")");
    }
  }

  void put(int channel, Amqp10Session session) {
    if (channel >= sessions.length) {
      sessions =
          Arrays.copyOf(sessions, Math.min(sessionMax, Math.max(channel + 1, 2 * sessions.length)));
    }
    sessions[channel] = session;
  }

  /**
   * The session of a channel.
   *
   * @return {@code null} when the broker has ended it and the client does not know yet
   * @throws AmqpFault when there is none
   */
  @Nullable Amqp10Session get(int channel) {
    Amqp10Session session = channel < sessions.length ? sessions[channel] : null;
    if (session == null && !taken.get(channel)) {
      checkRange(channel);
      throw AmqpFault.connection(
          AmqpCondition.NOT_ALLOWED, "no session has begun on channel " + channel);
    }
    return session;
  }

  /** The broker ends the session: the channel stays taken until the client does. */
  void expectEnd(int channel) {
    sessions[channel] = null;
  }

  /**
   * The client has ended the session: the channel is free.
   *
   * @return the session; {@code null} when the broker has ended it before
   * @throws AmqpFault when there is none
   */
  @Nullable Amqp10Session remove(int channel) {
    Amqp10Session session = get(channel);
    taken.clear(channel);
    if (session != null) {
      sessions[channel] = null;
    }
    return session;
  }

  /** All sessions that have not ended. */
  List<Amqp10Session> all() {
    List<Amqp10Session> all = new ArrayList<>(sessions.length);
    for (Amqp10Session session : sessions) {
      if (session != null) {
        all.add(session);
      }
    }
    return all;
  }
}
