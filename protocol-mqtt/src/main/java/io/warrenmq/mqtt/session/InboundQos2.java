package io.warrenmq.mqtt.session;

import java.util.BitSet;

/**
 * The packet identifiers of QoS 2 messages that the client has published and not yet released: a
 * PUBLISH that comes again with one of them is answered and goes no further. MQTT 5.0 §4.3.3,
 * [MQTT-4.3.3-10]. Confined to the session's loop.
 */
public final class InboundQos2 {
  private final int max;
  private final BitSet ids = new BitSet(0);
  private int count;

  /**
   * With nothing under way.
   *
   * @param max how many may be at a time: the broker's Receive Maximum, 1 to 65,535
   */
  public InboundQos2(int max) {
    this.max = max;
  }

  /** What becomes of a PUBLISH. */
  public enum Arrival {
    /** It is a new one. */
    NEW,
    /** It has come before. */
    DUPLICATE,
    /** There are as many as may be: the client does not keep to Receive Maximum. [MQTT-3.3.4-9] */
    TOO_MANY
  }

  /** A PUBLISH came. */
  public Arrival onPublish(int packetId) {
    if (ids.get(packetId)) {
      return Arrival.DUPLICATE;
    } else if (count == max) {
      return Arrival.TOO_MANY;
    }
    ids.set(packetId);
    count++;
    return Arrival.NEW;
  }

  /** A PUBREL came, or the PUBLISH was refused; false when there was none with that identifier. */
  public boolean onPubrel(int packetId) {
    if (!ids.get(packetId)) {
      return false;
    }
    ids.clear(packetId);
    count--;
    return true;
  }

  /** How many there are. */
  public int size() {
    return count;
  }

  /** All identifiers, ascending. */
  public int[] ids() {
    return ids.stream().toArray();
  }
}
