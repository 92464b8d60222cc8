package io.warrenmq.mqtt.sys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The texts under {@code $SYS/broker}, by the names and in the forms of Mosquitto. Confined to one
 * thread.
 */
final class SysValues {
  private static final String ROOT = "$SYS/broker/";
  private static final double S_NS = 1e9;
  private static final int[] WINDOWS_MINUTES = {1, 5, 15};

  private final String version;
  private final long startedNs;
  private final Map<String, String> texts = new HashMap<>();
  private final List<Load> loads = new ArrayList<>();
  private List<Value> changed = new ArrayList<>();
  private long updatedNs;
  private long connectedMax;
  private long heapBytesMax;

  /** A topic and what it says. */
  record Value(String topic, String text) {}

  private record Load(String topic, Counter counter, LoadAverage average) {}

  /**
   * Nothing yet.
   *
   * @param nanos when the broker has started, by the monotonic clock
   */
  SysValues(String version, long nanos) {
    this.version = version;
    startedNs = nanos;
    updatedNs = nanos;
    addLoad("messages/received", Counter.PACKETS_RECEIVED);
    addLoad("messages/sent", Counter.PACKETS_SENT);
    addLoad("publish/received", Counter.PUBLISHES_RECEIVED);
    addLoad("publish/sent", Counter.PUBLISHES_SENT);
    addLoad("publish/dropped", Counter.DROPPED);
    addLoad("bytes/received", Counter.BYTES_RECEIVED);
    addLoad("bytes/sent", Counter.BYTES_SENT);
    addLoad("sockets", Counter.SOCKETS);
    addLoad("connections", Counter.CONNECTS);
  }

  private void addLoad(String name, Counter counter) {
    for (int minutes : WINDOWS_MINUTES) {
      String topic = "load/" + name + "/" + minutes + "min";
      loads.add(new Load(topic, counter, new LoadAverage(minutes)));
    }
  }

  /**
   * Takes in what is so now.
   *
   * @return the values that are others than before
   */
  List<Value> update(Figures now) {
    changed = new ArrayList<>();
    set("version", version);
    set("uptime", (long) ((now.nanos() - startedNs) / S_NS) + " seconds");
    setClients(now);
    setTraffic(now);
    set("subscriptions/count", now.of(Counter.SUBSCRIPTIONS));
    set("shared_subscriptions/count", now.of(Counter.SHARED_SUBSCRIPTIONS));
    set("retained messages/count", now.retained());
    heapBytesMax = Math.max(heapBytesMax, now.heapBytes());
    set("heap/current", now.heapBytes());
    set("heap/maximum", heapBytesMax);
    setLoads(now);
    return changed;
  }

  private void setClients(Figures now) {
    long connected = now.of(Counter.CONNECTED);
    // Sessions and connections are not counted in the same moment.
    long disconnected = Math.max(0, now.sessions() - connected);
    connectedMax = Math.max(connectedMax, connected);
    set("clients/connected", connected);
    set("clients/active", connected);
    set("clients/disconnected", disconnected);
    set("clients/inactive", disconnected);
    set("clients/total", connected + disconnected);
    set("clients/maximum", connectedMax);
    set("clients/expired", now.of(Counter.EXPIRED));
  }

  private void setTraffic(Figures now) {
    set("messages/received", now.of(Counter.PACKETS_RECEIVED));
    set("messages/sent", now.of(Counter.PACKETS_SENT));
    set("bytes/received", now.of(Counter.BYTES_RECEIVED));
    set("bytes/sent", now.of(Counter.BYTES_SENT));
    set("publish/messages/received", now.of(Counter.PUBLISHES_RECEIVED));
    set("publish/messages/sent", now.of(Counter.PUBLISHES_SENT));
    set("publish/messages/dropped", now.of(Counter.DROPPED));
    set("publish/bytes/received", now.of(Counter.PAYLOAD_BYTES_RECEIVED));
    set("publish/bytes/sent", now.of(Counter.PAYLOAD_BYTES_SENT));
  }

  private void setLoads(Figures now) {
    double elapsedS = (now.nanos() - updatedNs) / S_NS;
    updatedNs = now.nanos();
    for (Load load : loads) {
      double average = elapsedS > 0 ? load.average.update(now.of(load.counter), elapsedS) : 0;
      set(load.topic, String.format(Locale.ROOT, "%.2f", average));
    }
  }

  private void set(String name, long value) {
    set(name, Long.toString(value));
  }

  private void set(String name, String text) {
    if (!text.equals(texts.put(name, text))) {
      changed.add(new Value(ROOT + name, text));
    }
  }
}
