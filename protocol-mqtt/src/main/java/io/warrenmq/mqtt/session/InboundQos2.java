package io.warrenmq.mqtt.session;

import java.util.BitSet;

/**
 * The packet identifiers of QoS 2 messages that the client has published and not yet released: a
 * PUBLISH that comes again with one of them is answered and goes no further. MQTT 5.0 §4.3.3,
 * [MQTT-4.3.3-10]. Confined to the session's loop.
 */
public final class InboundQos2 {
  private final BitSet ids = new BitSet(0);
  private int count;

  /** A PUBLISH came; false when it has come before. */
  public boolean onPublish(int packetId) {
    if (ids.get(packetId)) {
      return false;
    }
    ids.set(packetId);
    count++;
    return true;
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
