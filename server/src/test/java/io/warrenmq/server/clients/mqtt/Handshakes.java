package io.warrenmq.server.clients.mqtt;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that publishes to itself with QoS 2, one message after the other, goes on with its
 * handshakes over the deaths of its broker, and keeps account: it remembers what the specification
 * has a client remember, and counts what it is given.
 */
final class Handshakes {
  private static final String TOPIC = "numbers";
  private static final String RETAINED = "last";
  private static final int PUBLISH_ID = 1;
  private static final int RETAIN_ID = 2;

  private final Map<Integer, Integer> given = new TreeMap<>(); // how often, by number
  private final BitSet received = new BitSet(); // identifiers of messages that are not released
  private final List<String> faults = new ArrayList<>();
  private final ArrayDeque<Integer> toRetain = new ArrayDeque<>(); // not answered yet
  private int number = 1; // that is being published
  private boolean isSent;
  private boolean isReceived; // a PUBREC came for it
  private int retained; // the last one that was answered

  private static RawClient connect(int port) throws IOException {
    RawClient client = new RawClient("127.0.0.1", port);
    client.send(Bytes.connect(4, 0, 60, new byte[0], "handshakes"));
    client.expect(RawClient.CONNACK);
    return client;
  }

  void subscribe(int port) throws IOException {
    try (RawClient client = connect(port)) {
      client.send(Bytes.subscribe(3, new byte[0], TOPIC, 2));
      client.expect(RawClient.SUBACK);
    }
  }

  /** Lives with a broker until that is gone. */
  Thread live(int port) {
    Thread thread =
        new Thread(
            () -> {
              try (RawClient client = connect(port)) {
                toRetain.clear();
                goOn(client);
                while (take(client, client.next())) {
                  // It was handled.
                }
              } catch (IOException | AssertionError e) {
                // The broker was killed.
              } catch (RuntimeException e) {
                faults.add(e.toString());
              }
            },
            "handshakes");
    thread.start();
    return thread;
  }

  private void goOn(RawClient client) throws IOException {
    if (isReceived) {
      client.send(Bytes.packet(0x62, Bytes.u16(PUBLISH_ID)));
    } else {
      toRetain.add(number);
      int flags = 4 | (isSent ? 8 : 0);
      isSent = true;
      client.send(
          Bytes.publish(flags, Bytes.text(TOPIC), PUBLISH_ID, new byte[0], "" + number),
          Bytes.publish(3, Bytes.text(RETAINED), RETAIN_ID, new byte[0], "" + number));
    }
  }

  private boolean take(RawClient client, RawClient.@Nullable Packet packet) throws IOException {
    if (packet == null) {
      return false;
    }
    switch (packet.type()) {
      case RawClient.PUBLISH -> {
        int id = packet.packetId();
        if (!received.get(id)) {
          received.set(id);
          given.merge(Integer.valueOf(packet.payload4()), 1, Integer::sum);
        }
        client.send(Bytes.packet(0x50, Bytes.u16(id)));
      }
      case RawClient.PUBREL -> {
        received.clear(packet.u16(0));
        client.send(Bytes.packet(0x70, packet.body()));
      }
      case RawClient.PUBACK -> retained = toRetain.remove();
      case RawClient.PUBREC -> {
        isReceived = true;
        client.send(Bytes.packet(0x62, Bytes.u16(PUBLISH_ID)));
      }
      case RawClient.PUBCOMP -> {
        number++;
        isSent = false;
        isReceived = false;
        goOn(client);
      }
      case RawClient.PINGRESP -> {
        return false;
      }
      default -> faults.add("packet of type " + packet.type());
    }
    return true;
  }

  /** Comes a last time, takes what there is, and looks what is missing. */
  void settle(int port) throws IOException {
    try (RawClient client = connect(port)) {
      if (isReceived) {
        client.send(Bytes.packet(0x62, Bytes.u16(PUBLISH_ID)));
      }
      int last = isReceived ? number : number - 1; // answered by a PUBREC
      while (missing(last) > 0) {
        RawClient.Packet packet = client.next();
        if (packet == null) {
          throw new IOException("the broker has closed the connection");
        } else if (packet.type() != RawClient.PUBCOMP) {
          take(client, packet);
        }
      }
      client.send(Bytes.subscribe(4, new byte[0], RETAINED, 0));
      RawClient.Packet packet = client.next();
      while (packet != null && !(packet.type() == RawClient.PUBLISH && packet.qos() == 0)) {
        packet = client.next(); // what was not promised, and the answers
      }
      int found = packet == null ? 0 : Integer.parseInt(packet.payload4());
      if (found < retained) {
        faults.add("retained: " + found + ", answered: " + retained);
      }
    } catch (IOException e) {
      int last = isReceived ? number : number - 1;
      faults.add(missing(last) + " of " + last + " are missing: " + e);
    }
  }

  private long missing(int last) {
    return last - given.keySet().stream().filter(each -> each <= last).count();
  }

  List<String> faults() {
    return faults;
  }

  int answered() {
    return number - 1;
  }

  /** How many came more than once. */
  long doubled() {
    return given.values().stream().filter(count -> count > 1).count();
  }
}
