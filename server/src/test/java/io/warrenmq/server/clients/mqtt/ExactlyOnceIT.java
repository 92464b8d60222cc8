package io.warrenmq.server.clients.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.server.clients.mqtt.RawClient.Packet;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * QoS 2 while both sides lose their connections at any point of the handshake: each message arrives
 * once, in order. [MQTT-4.3.3-1] to [MQTT-4.3.3-12], [MQTT-4.4.0-1], [MQTT-4.6.0-6]
 */
class ExactlyOnceIT extends PacketTest {
  private static final int MESSAGES = 200;
  private static final int WINDOW = 5;
  private static final int CUT_ONE_OF = 12; // steps

  /** One side of a session that goes on over connections; for one thread. */
  private abstract class Side {
    final String id = name();
    final Random random;
    private RawClient client;

    Side(Random random) throws Exception {
      this.random = random;
      this.client = connect(id, 0, false, sessionExpiry(600));
    }

    RawClient client() {
      return client;
    }

    /** Perhaps loses the connection: without having read what has come, or written all. */
    void perhapsCut() throws Exception {
      if (random.nextInt(CUT_ONE_OF) == 0) {
        client.close();
        client = connect(id, 0, true, sessionExpiry(600));
        connected();
      }
    }

    /** There is another connection. */
    abstract void connected() throws Exception;
  }

  /** Sends numbers, a few at a time. */
  private final class Sender extends Side {
    private final String topic;
    private final Map<Integer, Integer> unacknowledged = new LinkedHashMap<>(); // numbers by id
    private final Set<Integer> released = new HashSet<>();
    private int next;

    Sender(Random random, String topic) throws Exception {
      super(random);
      this.topic = topic;
    }

    @Override
    void connected() throws IOException {
      for (Map.Entry<Integer, Integer> each : unacknowledged.entrySet()) {
        int packetId = each.getKey();
        client()
            .send(
                released.contains(packetId)
                    ? Bytes.packet(0x62, Bytes.u16(packetId))
                    : publish(12, topic, packetId, each.getValue().toString()));
      }
    }

    /** Goes on; false when all is done. */
    boolean step() throws Exception {
      if (next < MESSAGES && unacknowledged.size() < WINDOW && random.nextBoolean()) {
        int packetId = next % 100 + 1;
        unacknowledged.put(packetId, next);
        client().send(publish(4, topic, packetId, Integer.toString(next++)));
      } else if (!unacknowledged.isEmpty()) {
        Packet packet = client().next();
        assertThat(packet).as("the sender's connection is open").isNotNull();
        int packetId = packet.u16(0);
        if (packet.type() == RawClient.PUBREC) {
          assertThat(reason(packet)).isLessThan(0x80);
          if (unacknowledged.containsKey(packetId)) {
            released.add(packetId);
          }
          client().send(Bytes.packet(0x62, Bytes.u16(packetId)));
        } else {
          assertThat(packet.type()).isEqualTo(RawClient.PUBCOMP);
          if (released.remove(packetId)) {
            unacknowledged.remove(packetId);
          }
        }
      }
      perhapsCut();
      return next < MESSAGES || !unacknowledged.isEmpty();
    }
  }

  /** Receives them, and knows what it has by the packet identifiers alone. */
  private final class Receiver extends Side {
    private final Map<Integer, Integer> begun = new HashMap<>(); // numbers by id
    private final List<Integer> arrived = new ArrayList<>();

    Receiver(Random random) throws Exception {
      super(random);
    }

    @Override
    void connected() {}

    void step() throws Exception {
      Packet packet;
      try {
        packet = client().next();
      } catch (SocketTimeoutException e) {
        throw new AssertionError("only these came: " + arrived, e);
      }
      assertThat(packet).as("the receiver's connection is open").isNotNull();
      if (packet.type() == RawClient.PUBLISH) {
        int number = Integer.parseInt(message(packet).payload());
        Integer before = begun.putIfAbsent(packet.packetId(), number);
        if (before == null) {
          arrived.add(number);
        } else {
          assertThat(packet.dup()).isTrue();
          assertThat(number)
              .as("the message of identifier %d", packet.packetId())
              .isEqualTo(before);
        }
        client().send(pubrec(packet.packetId()));
      } else {
        assertThat(packet.type()).isEqualTo(RawClient.PUBREL);
        begun.remove(packet.u16(0));
        client().send(pubcomp(packet.u16(0)));
      }
      perhapsCut();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void eachMessageArrivesOnceWhateverIsLost(long seed) throws Exception {
    check(seed);
  }

  @Test
  void eachMessageArrivesOnceWhereverItIsLost() throws Exception {
    long seed = Long.getLong("warren.fuzz.seed", System.nanoTime());
    System.out.println("warren.fuzz.seed = " + seed);

    check(seed);
  }

  private void check(long seed) throws Exception {
    String topic = name();
    Receiver receiver = new Receiver(new Random(seed));
    subscribe(receiver.client(), topic, 2);
    Sender sender = new Sender(new Random(~seed), topic);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      expected.add(i);
    }

    boolean sending = true;
    for (int i = 0; sending || receiver.arrived.size() < MESSAGES; i++) {
      if (sending) {
        sending = sender.step();
      }
      if (!sending || i % 4 == 3 && sender.next - receiver.arrived.size() > 2 * WINDOW) {
        receiver.step();
      }
    }

    assertThat(receiver.arrived).as("seed %d", seed).isEqualTo(expected);
    end(sender.client());
    connect(receiver.id, CLEAN, false);
  }
}
