package io.warrenmq.mqtt.connection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The topic aliases that the broker has set on a connection: those of the topics that were sent
 * last. MQTT 5.0 §3.3.2.3.4. Confined to its loop.
 */
public final class OutboundAliases {
  private final int max;
  private int free; // an alias that no topic has; 0 for none
  private final Map<String, Integer> aliases = new LinkedHashMap<>(0, 0.75f, true);

  /**
   * Without any.
   *
   * @param max how many: the client's Topic Alias Maximum or the broker's own, the lower of the two
   */
  public OutboundAliases(int max) {
    this.max = max;
  }

  /**
   * The alias with which a topic is sent.
   *
   * @return above 0: the client knows it, and the topic is left out; below 0: its negative is set
   *     anew, with the topic; 0: there are none
   */
  public int use(String topic) {
    if (max == 0) {
      return 0;
    }
    Integer known = aliases.get(topic);
    if (known != null) {
      return known;
    }
    int alias = free > 0 ? free : aliases.size() + 1;
    free = 0;
    if (alias > max) {
      var oldest = aliases.entrySet().iterator().next();
      alias = oldest.getValue();
      aliases.remove(oldest.getKey());
    }
    aliases.put(topic, alias);
    return -alias;
  }

  /** The packet that would have told the client of a topic's new alias is not sent. */
  public void forget(String topic) {
    Integer alias = aliases.remove(topic);
    free = alias == null ? 0 : alias;
  }
}
