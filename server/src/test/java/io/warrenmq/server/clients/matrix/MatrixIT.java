package io.warrenmq.server.clients.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.warrenmq.server.clients.matrix.Client.Arrived;
import io.warrenmq.server.clients.matrix.Expected.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every protocol to every protocol, over each transport: {@link Expected} says what arrives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixIT {
  private static final List<Carrier> PLAIN = List.of(Carrier.TCP, Carrier.WEB_SOCKET);

  private MatrixBroker broker;
  private Connection connection;
  private Channel admin;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<Side, Client> publishers = new HashMap<>();
  private final Map<Side, Listening> consumers = new HashMap<>();

  /** Who talks to the broker. */
  private record Side(Protocol protocol, Carrier carrier) {
    @Override
    public String toString() {
      return protocol.title() + " " + carrier;
    }
  }

  /** A consumer, and how it is reached. */
  private record Listening(Client client, List<Target> targets) {}

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    broker = MatrixBroker.start(folder);
    connection = broker.connection091(Carrier.TCP, "guest");
    admin = connection.createChannel();
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    connection.abort();
    broker.close();
  }

  private Client connect(Side side) throws Exception {
    Client client = broker.connect(side.protocol(), side.carrier(), "guest");
    open.add(client);
    return client;
  }

  private Client publisher(Side side) throws Exception {
    Client client = publishers.get(side);
    if (client == null) {
      client = connect(side);
      publishers.put(side, client);
    }
    return client;
  }

  private Listening consumer(Side side) throws Exception {
    Listening listening = consumers.get(side);
    if (listening == null) {
      Client client = connect(side);
      String key = "matrix." + side.protocol() + "." + side.carrier();
      String queue = client.listen(admin, key);
      listening = new Listening(client, List.of(Target.topic(key), Target.queue(queue)));
      consumers.put(side, listening);
    }
    return listening;
  }

  static Stream<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (Protocol from : Protocol.values()) {
      for (Protocol to : Protocol.values()) {
        for (Carrier out : PLAIN) {
          for (Carrier in : PLAIN) {
            cells.add(Arguments.of(new Side(from, out), new Side(to, in)));
          }
        }
      }
      // TLS is below all protocols: one each way will do.
      Protocol next = Protocol.values()[(from.ordinal() + 1) % Protocol.values().length];
      cells.add(
          Arguments.of(new Side(from, Carrier.TLS), new Side(next, Carrier.WEB_SOCKET_OVER_TLS)));
      cells.add(
          Arguments.of(new Side(from, Carrier.WEB_SOCKET_OVER_TLS), new Side(next, Carrier.TLS)));
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("cells")
  void messagesArriveWithWhatTheConsumersProtocolHasAPlaceFor(Side from, Side to) throws Exception {
    Client publisher = publisher(from);
    Listening consumer = consumer(to);
    for (Target target : consumer.targets()) {
      int randomBytes = target.isQueue() ? 1000 : randomBytes(from.carrier(), to.carrier());
      for (Sample sample : Sample.values()) {
        for (byte[] body : bodies(sample, randomBytes)) {
          publisher.publish(target, Expected.sent(from.protocol(), sample), body);

          Arrived arrived = consumer.client().next();

          assertThat(arrived.fields().values())
              .as("%s to %s", sample, target)
              .isEqualTo(Expected.arrives(from.protocol(), to.protocol(), sample, target));
          assertThat(arrived.body()).as("body of %s to %s", sample, target).isEqualTo(body);
        }
      }
    }
  }

  static Stream<Arguments> refusals() {
    List<Arguments> cases = new ArrayList<>();
    for (Refusal refusal : Refusal.values()) {
      for (Protocol protocol : Protocol.values()) {
        if (refusal.answer(protocol) != null) {
          PLAIN.forEach(carrier -> cases.add(Arguments.of(refusal, new Side(protocol, carrier))));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("refusals")
  void whatIsRefusedIsToldInTheProtocolsOwnForm(Refusal refusal, Side side) throws Exception {
    admin.queueDeclare(Refusal.OTHERS_QUEUE, false, true, true, null);
    try (Client client = broker.connect(side.protocol(), side.carrier(), refusal.user())) {
      assertThat(refusal.of(client, side.protocol())).isEqualTo(refusal.answer(side.protocol()));
    }
  }

  /** Less over WebSocket, which is slow while each access to a buffer is recorded. */
  private static int randomBytes(Carrier from, Carrier to) {
    return from != to ? 1000 : from.isWeb() ? 1 << 18 : 1 << 20;
  }

  private static List<byte[]> bodies(Sample sample, int randomBytes) {
    byte[] random = new byte[randomBytes];
    new Random(1).nextBytes(random);
    return switch (sample) {
      case FIRST -> List.of("grüße".getBytes(UTF_8), new byte[] {0, -1, 'a', '\n', 0, (byte) 0xc3});
      case SECOND -> List.of(new byte[0]);
      case BARE -> List.of(random);
    };
  }
}
