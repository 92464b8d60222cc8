package io.warrenmq.amqp10.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.warrenmq.amqp10.codec.Described;
import io.warrenmq.amqp10.peer.HotFrame.Flow;
import io.warrenmq.amqp10.peer.HotFrame.Transfer;
import io.warrenmq.amqp10.peer.Messages;
import io.warrenmq.amqp10.peer.Peer;
import io.warrenmq.amqp10.peer.PeerBroker;
import io.warrenmq.amqp10.performative.Attach;
import io.warrenmq.api.message.Symbol;
import io.warrenmq.api.message.Unsigned;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters of sources. AMQP 1.0 §3.5.8; what they mean is the core's. */
class SourceFiltersTest {
  private static final int PROPERTIES = 0x73;
  private static final int APPLICATION_PROPERTIES = 0x74;

  private final PeerBroker broker = PeerBroker.start();
  private Peer peer;

  @BeforeEach
  void begin() {
    broker.declare("q");
    peer = broker.open();
    peer.begin(0);
    peer.attachSender(0, Peer.sender("s", 1, Peer.target("/queues/q")));
    long id = 0;
    for (String colour : new String[] {"red", "blue"}) {
      for (String subject : new String[] {"one", "other"}) {
        peer.send(0, Transfer.of(1, id++, message(subject, colour)).settled());
      }
    }
  }

  private static byte[] message(String subject, String colour) {
    byte[] body = Messages.data(colour + " " + subject);
    byte[] values = Messages.section(APPLICATION_PROPERTIES, Map.of("colour", colour));
    byte[] properties = Messages.section(PROPERTIES, Arrays.asList(null, null, null, subject));
    return Messages.join(properties, Messages.join(values, body));
  }

  private static Described named(String name, Object value) {
    return new Described(new Symbol(name), value);
  }

  private Attach attach(Map<String, Object> filters) {
    return peer.attachReceiver(0, Peer.receiver("r", 0, Peer.source("/queues/q", filters)));
  }

  private void receives(String... bodies) {
    peer.send(0, Flow.credit(0, 10).drain());
    for (int i = 0; i < bodies.length; i++) {
      assertThat(peer.expectMessage(0, i)).isEqualTo(bodies[i]);
    }
    assertThat(peer.expect(0, Flow.class).isDrain()).isTrue();
    peer.expectNothing();
  }

  /** By name or by code. */
  static Stream<Arguments> redOnes() {
    String selector = "colour = 'red'";
    String sql = "a.colour = 'red'";
    Map<String, Object> fields = Map.of("colour", "red");
    return Stream.of(
        Arguments.of(named("apache.org:selector-filter:string", selector)),
        Arguments.of(Described.of(0x0000_468C_0000_0004L, selector)),
        Arguments.of(named("amqp:sql-filter", sql)),
        Arguments.of(Described.of(0x120, sql)),
        Arguments.of(named("amqp:application-properties-filter", fields)),
        Arguments.of(Described.of(0x174, fields)));
  }

  @ParameterizedTest
  @MethodSource("redOnes")
  void aFilterOfEachKindChooses(Described filter) {
    assertThat(attach(Map.of("f", filter)).source().filters()).isEqualTo(Map.of("f", filter));

    receives("red one", "red other");
  }

  @Test
  void propertiesAreChosenByTheirNames() {
    attach(Map.of("f", named("amqp:properties-filter", Map.of(new Symbol("subject"), "one"))));

    receives("red one", "blue one");
  }

  @Test
  void allFiltersMustMatch() {
    attach(
        Map.of(
            "a", named("apache.org:selector-filter:string", "colour = 'blue'"),
            "b", named("amqp:properties-filter", Map.of("subject", "other"))));

    receives("blue other");
  }

  /** What is not known is passed over, and is not among what is there. */
  static Stream<Arguments> unknownOnes() {
    return Stream.of(
        Arguments.of("another name", named("example:filter", "x")),
        Arguments.of("another code", Described.of(0x999, "x")),
        Arguments.of("no description", "colour = 'red'"),
        Arguments.of("another type", named("apache.org:selector-filter:string", 7)),
        Arguments.of("no map", named("amqp:properties-filter", "subject")),
        Arguments.of("an SQL filter that is none", named("amqp:sql-filter", "colour = = 1")),
        Arguments.of(
            "properties that are none",
            named("amqp:properties-filter", Map.of("no-such-property", Unsigned.uint(1)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unknownOnes")
  void whatIsNoFilterIsPassedOver(String name, Object filter) {
    assertThat(attach(Map.of("f", filter)).source().filters()).isEmpty();

    receives("red one", "red other", "blue one", "blue other");
  }

  @Test
  void aSelectorThatIsNoneIsRefused() {
    Map<String, Object> filters =
        Map.of("f", named("apache.org:selector-filter:string", "colour = "));

    peer.send(0, Peer.receiver("r", 0, Peer.source("/queues/q", filters)));

    assertThat(peer.expect(0, Attach.class).source()).isNull();
    peer.expectDetach(0, 0, "amqp:invalid-field");
  }
}
