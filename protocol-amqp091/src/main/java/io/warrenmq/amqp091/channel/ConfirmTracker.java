package io.warrenmq.amqp091.channel;

import java.util.Arrays;

/**
 * What became of the publishes of a channel in confirm mode, by their sequence number from 1.
 * Answers are gathered during a turn and sent at its end by {@link #flush}: one frame with {@code
 * multiple} for each run of like answers above which nothing is pending, single frames for what
 * overtook a pending publish. Confined to the connection's loop.
 */
final class ConfirmTracker {
  /** Takes the answers. */
  interface Sink {
    /** Publishes up to the tag (all, with {@code multiple}) are taken care of. */
    void ack(long tag, boolean multiple);

    /** They are not. */
    void nack(long tag, boolean multiple);
  }

  private static final byte PENDING = 0;
  private static final byte ACKED = 1;
  private static final byte NACKED = 2;
  private static final byte SENT = 3;
  private static final int CAPACITY_MIN = 64; // a power of two, as all capacities

  private byte[] states = new byte[CAPACITY_MIN]; // ring: of sequence number s at s & mask
  private long lowest = 1; // all below are answered
  private long next = 1;
  private long inOrder = 1; // all below were answered in order
  private long[] overtaking = {}; // answers of this turn that were not next in order
  private int overtakingCount;

  /** Gives the next publish its number. */
  long next() {
    if (next - lowest == states.length) {
      grow();
    }
    states[(int) next & (states.length - 1)] = PENDING;
    return next++;
  }

  /**
   * Notes the answer to a publish.
   *
   * @return whether {@link #flush} has something to do
   */
  boolean settle(long sequence, boolean accepted) {
    if (sequence < lowest || sequence >= next) {
      assert false : "confirm of " + sequence + ", expected " + lowest + " to " + next;
      return false;
    }
    states[(int) sequence & (states.length - 1)] = accepted ? ACKED : NACKED;
    if (sequence == inOrder) {
      inOrder++;
    } else {
      if (overtakingCount == overtaking.length) {
        overtaking = Arrays.copyOf(overtaking, Math.max(16, overtakingCount * 2));
      }
      overtaking[overtakingCount++] = sequence;
    }
    return true;
  }

  /** How many publishes wait for an answer from their queues, or for {@link #flush}. */
  long unansweredCount() {
    return next - lowest;
  }

  /** Sends what was gathered. */
  void flush(Sink sink) {
    int mask = states.length - 1;
    long runStart = lowest;
    byte run = PENDING; // state of the run that ends before `lowest`
    long runEnd = 0; // its last number; those sent before do not count
    while (lowest < next) {
      byte state = states[(int) lowest & mask];
      if (state == PENDING) {
        break;
      }
      if (state != SENT) {
        if (state != run) {
          emit(sink, run, runEnd, runEnd > runStart);
          run = state;
          runStart = lowest;
        }
        runEnd = lowest;
      }
      lowest++;
    }
    emit(sink, run, runEnd, runEnd > runStart);
    for (int i = 0; i < overtakingCount; i++) {
      long sequence = overtaking[i];
      if (sequence >= lowest) {
        int slot = (int) sequence & mask;
        emit(sink, states[slot], sequence, false);
        states[slot] = SENT;
      }
    }
    overtakingCount = 0;
    inOrder = lowest;
    if (overtaking.length > 4096) {
      overtaking = new long[0];
    }
    if (lowest == next && states.length > 4096) {
      states = new byte[CAPACITY_MIN];
    }
  }

  private static void emit(Sink sink, byte state, long tag, boolean multiple) {
    if (state == ACKED) {
      sink.ack(tag, multiple);
    } else if (state == NACKED) {
      sink.nack(tag, multiple);
    }
  }

  private void grow() {
    byte[] larger = new byte[states.length * 2];
    for (long s = lowest; s < next; s++) {
      larger[(int) s & (larger.length - 1)] = states[(int) s & (states.length - 1)];
    }
    states = larger;
  }
}
