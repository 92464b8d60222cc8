package io.warrenmq.mqtt.connection;

import io.vertx.core.AsyncResult;
import io.warrenmq.api.loop.Loop;
import io.warrenmq.api.loop.TurnEnd;
import io.warrenmq.mqtt.store.MqttStore;
import java.util.Arrays;

/**
 * What is said to a client of its messages: at once, or only when everything that was changed
 * before is on disk, with one wait for all of a turn. Confined to the connection's loop.
 */
final class Answers implements TurnEnd {
  private static final int WHAT_AT = 24; // in an answer: what, reason code, packet identifier
  private static final int REASON_AT = 16;
  private static final int[] NONE = {};

  private final MqttStore store;
  private final Loop loop;
  private final Listener listener;
  private int[] answers = NONE;
  private int count;

  /** What may be said. */
  enum Answer {
    /** PUBACK. */
    PUBACK,
    /** PUBREC. */
    PUBREC,
    /** PUBREL. */
    PUBREL,
    /** PUBCOMP. */
    PUBCOMP,
    /** The PUBLISH itself. */
    PUBLISH
  }

  private static final Answer[] ANSWERS = Answer.values();

  /** Who says it. */
  interface Listener {
    /** It is to be said now; what waits for the disk in its order. */
    void say(Answer answer, int packetId, int reason);

    /** The disk does not take what was changed: what waits for it is not said. */
    void onNotStored(Throwable failure);
  }

  Answers(MqttStore store, Loop loop, Listener listener) {
    this.store = store;
    this.loop = loop;
    this.listener = listener;
  }

  /**
   * Something is to be said.
   *
   * @param whenStored whether it is true only when what was changed is on disk
   */
  void add(Answer answer, int packetId, int reason, boolean whenStored) {
    if (!whenStored) {
      listener.say(answer, packetId, reason);
      return;
    }
    if (count == 0) {
      loop.atTurnEnd(this);
    }
    if (count == answers.length) {
      answers = Arrays.copyOf(answers, Math.max(4, count * 2));
    }
    answers[count++] = answer.ordinal() << WHAT_AT | reason << REASON_AT | packetId;
  }

  @Override
  public void onTurnEnd() {
    int[] batch = Arrays.copyOf(answers, count);
    count = 0;
    store.stored(loop).onComplete(result -> say(batch, result));
  }

  private void say(int[] batch, AsyncResult<Void> result) {
    if (result.failed()) {
      listener.onNotStored(result.cause());
      return;
    }
    for (int each : batch) {
      listener.say(ANSWERS[each >>> WHAT_AT], each & 0xFFFF, each >>> REASON_AT & 0xFF);
    }
  }
}
